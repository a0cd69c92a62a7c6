import { expect, test } from "vitest";
import { clock } from "../clock.ts";
import { surroundings } from "../surroundings.ts";
import { bodies, queuesOf } from "./start.ts";

const Type = "AWS::SQS::Queue";

async function start(properties: object = {}) {
  const time = clock();
  const Properties = { QueueName: "work.fifo", FifoQueue: true, ...properties };
  const around = surroundings({ Work: { Type, Properties } }, { now: time.now });
  const queues = await queuesOf(around);
  return {
    ...queues,
    ...time,
    around,
    post: (group: string, body: string, id = body) =>
      queues.put("work.fifo", body, { MessageGroupId: group, MessageDeduplicationId: id }),
    receive: (limit?: number) => queues.take("work.fifo", limit),
  };
}

test("messages of a group come in the order they were sent", async () => {
  const { post, receive } = await start();
  for (const body of ["1", "2", "3", "4"]) await post("acme", body);
  expect(bodies(await receive())).toEqual(["1", "2", "3", "4"]);
});

test("a group waits while some of it is in flight, other groups do not", async () => {
  const { post, receive, done } = await start();
  for (const body of ["a1", "a2"]) await post("acme", body);
  const [first] = await receive(1);
  await post("other", "o1");
  expect(bodies(await receive())).toEqual(["o1"]);
  if (first) await done("work.fifo", first);
  expect(bodies(await receive())).toEqual(["a2"]);
});

test("what comes back after the visibility timeout comes before the later ones of its group", async () => {
  const { post, receive, forward } = await start();
  for (const body of ["1", "2", "3"]) await post("acme", body);
  expect(bodies(await receive(1))).toEqual(["1"]);
  forward(30_000);
  expect(bodies(await receive())).toEqual(["1", "2", "3"]);
});

test("the rest of a partly deleted batch blocks its group until it comes back", async () => {
  const { post, receive, done, forward } = await start();
  for (const body of ["1", "2", "3"]) await post("acme", body);
  const [first] = await receive(2);
  if (first) await done("work.fifo", first);
  expect(await receive()).toEqual([]);
  forward(30_000);
  expect(bodies(await receive())).toEqual(["2", "3"]);
});

test("a delay holds back each message of a group, and an earlier one is not held back by a later", async () => {
  const { post, receive, forward } = await start({ DelaySeconds: 10 });
  await post("acme", "1");
  forward(6_000);
  await post("acme", "2");
  expect(await receive()).toEqual([]);
  forward(4_000);
  expect(bodies(await receive())).toEqual(["1"]);
});

test("a deduplication id is taken once in five minutes", async () => {
  const { post, receive, forward } = await start();
  const first = await post("acme", "a", "same");
  const second = await post("acme", "b", "same");
  expect(second).toMatchObject({
    MessageId: first.MessageId,
    SequenceNumber: first.SequenceNumber,
  });
  expect(bodies(await receive())).toEqual(["a"]);
  forward(5 * 60_000);
  await post("other", "c", "same");
  expect(bodies(await receive())).toContain("c");
});

test("a deduplication id is remembered over a restart", async () => {
  const { post, stop, around } = await start();
  const sent = await post("acme", "a", "same");
  await stop();
  const { put } = await queuesOf(around);
  const more = { MessageGroupId: "acme", MessageDeduplicationId: "same" };
  expect(await put("work.fifo", "b", more)).toMatchObject({ MessageId: sent.MessageId });
});

test("the body stands in for the deduplication id where the queue says so", async () => {
  const { put, receive } = await start({ ContentBasedDeduplication: true });
  for (const body of ["a", "a", "b"]) await put("work.fifo", body, { MessageGroupId: "acme" });
  expect(bodies(await receive())).toEqual(["a", "b"]);
});

test("two groups may use one deduplication id where the queue says so", async () => {
  const { post, receive } = await start({ DeduplicationScope: "messageGroup" });
  await post("acme", "a", "same");
  await post("acme", "b", "same");
  await post("other", "c", "same");
  expect(bodies(await receive())).toEqual(["a", "c"]);
});

test("a message received too often goes to the dead-letter queue and frees its group", async () => {
  const time = clock();
  const RedrivePolicy = {
    deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] },
    maxReceiveCount: 1,
  };
  const resources = {
    Work: { Type, Properties: { QueueName: "work.fifo", FifoQueue: true, RedrivePolicy } },
    Dead: { Type, Properties: { QueueName: "dead.fifo", FifoQueue: true } },
  };
  const { put, take } = await queuesOf(surroundings(resources, { now: time.now }));
  for (const id of ["poison", "good"]) {
    await put("work.fifo", id, { MessageGroupId: "acme", MessageDeduplicationId: id });
  }
  expect(bodies(await take("work.fifo", 1))).toEqual(["poison"]);
  time.forward(30_000);
  expect(bodies(await take("work.fifo"))).toEqual(["good"]);
  const [dead] = await take("dead.fifo");
  expect(dead).toMatchObject({ Body: "poison", Attributes: { MessageGroupId: "acme" } });
});

test("a receipt is no longer good once the message is somebody else's", async () => {
  const { post, receive, done, forward } = await start();
  await post("acme", "a");
  const [message] = await receive();
  forward(30_000);
  if (!message) throw new Error("nothing was received");
  await expect(done("work.fifo", message)).rejects.toMatchObject({ name: "InvalidParameterValue" });
  expect(bodies(await receive())).toEqual(["a"]);
});

test("refuses a message without group or deduplication id, and one with a delay of its own", async () => {
  const { put } = await start();
  const invalid = { name: "InvalidParameterValue" };
  const id = { MessageDeduplicationId: "1" };
  await expect(put("work.fifo", "a", id)).rejects.toMatchObject(invalid);
  await expect(put("work.fifo", "a", { MessageGroupId: "acme" })).rejects.toMatchObject(invalid);
  const delayed = { ...id, MessageGroupId: "acme", DelaySeconds: 1 };
  await expect(put("work.fifo", "a", delayed)).rejects.toMatchObject(invalid);
});
