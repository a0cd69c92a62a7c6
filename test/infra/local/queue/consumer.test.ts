import { expect, test } from "vitest";
import type { Invoke } from "../../../../infra/local/invoke.ts";
import { clock } from "../clock.ts";
import { eventually } from "../eventually.ts";
import { surroundings } from "../surroundings.ts";
import { bodies, queuesOf } from "./start.ts";

type Batch = { Records: { messageId: string; body: string; attributes: Record<string, string> }[] };

async function start(work: (bodies: string[], batch: Batch) => unknown, settings: object = {}) {
  const resources = {
    Work: {
      Type: "AWS::SQS::Queue",
      Properties: {
        QueueName: "work.fifo",
        FifoQueue: true,
        ContentBasedDeduplication: true,
        RedrivePolicy: {
          deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] },
          maxReceiveCount: 2,
        },
      },
    },
    Dead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead.fifo", FifoQueue: true } },
    Source: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        EventSourceArn: { "Fn::GetAtt": ["Work", "Arn"] },
        FunctionName: "Worker",
        BatchSize: 10,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        ...settings,
      },
    },
  };
  const time = clock();
  const runs: string[][] = [];
  const invoke: Invoke = async (_, event) => {
    const batch = event as Batch;
    const received = batch.Records.map(({ body }) => body);
    runs.push(received);
    return work(received, batch);
  };
  const around = surroundings(resources, { now: time.now, invoke });
  const queues = await queuesOf(around);
  const post = (group: string, body: string) =>
    queues.put("work.fifo", body, { MessageGroupId: group });
  return { ...queues, ...time, around, runs, post };
}

const failing = (batch: Batch, body: string) => ({
  batchItemFailures: batch.Records.filter((record) => record.body === body).map(
    ({ messageId }) => ({ itemIdentifier: messageId }),
  ),
});

test("a function gets what was sent, as Lambda shows it, and it is gone after that", async () => {
  const seen: Batch[] = [];
  const { post, take, forward } = await start((_, batch) => void seen.push(batch));
  const { MessageId, MD5OfMessageBody } = await post("acme", "step");
  await eventually(() => expect(seen).toHaveLength(1));
  expect(seen[0]?.Records).toMatchObject([
    {
      messageId: MessageId,
      body: "step",
      md5OfBody: MD5OfMessageBody,
      attributes: { ApproximateReceiveCount: "1", MessageGroupId: "acme" },
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:work.fifo",
      awsRegion: "us-east-1",
    },
  ]);
  forward(60_000);
  expect(await take("work.fifo")).toEqual([]);
});

test("one group is worked on by one batch at a time, in order, and others beside it", async () => {
  const open = new Map<string, () => void>();
  const { post, runs } = await start(
    ([body = ""]) => new Promise<void>((resolve) => open.set(body, resolve)),
    { BatchSize: 1 },
  );
  await post("acme", "a1");
  await post("acme", "a2");
  await post("other", "o1");
  await eventually(() => expect([...open.keys()]).toEqual(["a1", "o1"]));
  open.get("o1")?.();
  open.get("a1")?.();
  await eventually(() => expect(open.has("a2")).toBe(true));
  open.get("a2")?.();
  expect(runs).toEqual([["a1"], ["o1"], ["a2"]]);
});

test("no more batches run at once than the concurrency", async () => {
  const open: (() => void)[] = [];
  const { post, runs } = await start(() => new Promise<void>((resolve) => open.push(resolve)), {
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 2 },
  });
  await Promise.all(["1", "2", "3", "4"].map((group) => post(group, group)));
  expect(runs).toHaveLength(2);
  open.shift()?.();
  await eventually(() => expect(runs).toHaveLength(3));
  for (const finish of open) finish();
  await eventually(() => expect(runs).toHaveLength(4));
  open.at(-1)?.();
});

test("only what the function reported comes back, after the visibility timeout", async () => {
  const gate = Promise.withResolvers<void>();
  const { post, runs, forward } = await start(
    async (received, batch) => {
      if (received.includes("first")) await gate.promise;
      return runs.length === 2 ? failing(batch, "bad") : null;
    },
    { ScalingConfig: { MaximumConcurrency: 1 } },
  );
  await post("acme", "first");
  for (const body of ["good", "bad", "fine"]) await post(body, body);
  gate.resolve();
  await eventually(() => expect(runs).toEqual([["first"], ["good", "bad", "fine"]]));
  forward(30_000);
  await eventually(() => expect(runs).toHaveLength(3));
  expect(runs.at(-1)).toEqual(["bad"]);
});

test.each([
  ["throws", () => Promise.reject(new Error("no"))],
  ["answers nonsense", () => ({ batchItemFailures: [{ itemIdentifier: "" }] })],
])("a batch whose function %s ends on the dead-letter queue", async (_, work) => {
  const { post, runs, forward, take } = await start(work);
  await post("acme", "poison");
  await eventually(() => expect(runs).toHaveLength(1));
  forward(30_000);
  await eventually(() => expect(runs).toHaveLength(2));
  forward(30_000);
  await eventually(async () => expect(bodies(await take("dead.fifo"))).toEqual(["poison"]));
  expect(runs).toHaveLength(2);
});

test("a message whose function died with the host is worked on after the restart", async () => {
  const first = await start(() => Promise.reject(new Error("killed")));
  await first.post("acme", "step");
  await eventually(() => expect(first.runs).toHaveLength(1));
  await first.stop();
  await queuesOf(first.around);
  await eventually(() => expect(first.runs).toEqual([["step"], ["step"]]));
});

test("a source whose queue is not in the template stops the start", async () => {
  const EventSourceArn = "arn:aws:sqs:us-east-1:000000000000:nowhere";
  await expect(start(() => null, { EventSourceArn })).rejects.toThrow("nowhere");
});
