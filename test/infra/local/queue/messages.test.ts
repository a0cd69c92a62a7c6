import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { clock } from "../clock.ts";
import { surroundings } from "../surroundings.ts";
import { bodies, queuesOf } from "./start.ts";

const Type = "AWS::SQS::Queue";
const resources = {
  Plain: {
    Type,
    Properties: {
      QueueName: "plain",
      VisibilityTimeout: 30,
      RedrivePolicy: {
        deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] },
        maxReceiveCount: 2,
      },
    },
  },
  Dead: { Type, Properties: { QueueName: "dead" } },
};

async function start() {
  const time = clock();
  const around = surroundings(resources, { now: time.now });
  return { ...(await queuesOf(around)), ...time, around };
}

test("a message is received once, and no more once it is deleted", async () => {
  const { put, take, done, forward } = await start();
  const { MessageId } = await put("plain", "héllo");
  const [message, ...more] = await take("plain");
  expect(more).toEqual([]);
  expect(message).toMatchObject({ MessageId, Body: "héllo" });
  if (message) await done("plain", message);
  forward(31_000);
  expect(await take("plain")).toEqual([]);
});

test("what the host itself sends to a queue's ARN is received, and only known queues take it", async () => {
  const { send, take } = await start();
  send("arn:aws:sqs:us-east-1:000000000000:dead", "given up");
  expect(bodies(await take("dead"))).toEqual(["given up"]);
  expect(() => send("arn:aws:sqs:us-east-1:000000000000:nobody", "lost")).toThrow("nobody");
});

test("a message that nobody deletes is seen again after the visibility timeout, not before", async () => {
  const { put, take, forward } = await start();
  await put("plain", "a");
  expect(await take("plain")).toHaveLength(1);
  forward(29_999);
  expect(await take("plain")).toEqual([]);
  forward(1);
  expect(await take("plain")).toMatchObject([{ Attributes: { ApproximateReceiveCount: "2" } }]);
});

test("a message received too often goes to the dead-letter queue", async () => {
  const { put, take, forward } = await start();
  await put("plain", "poison");
  for (const _ of [1, 2]) {
    expect(bodies(await take("plain"))).toEqual(["poison"]);
    forward(30_000);
  }
  expect(await take("plain")).toEqual([]);
  expect(bodies(await take("dead"))).toEqual(["poison"]);
});

test("a delayed message waits", async () => {
  const { put, take, forward } = await start();
  await put("plain", "later", { DelaySeconds: 60 });
  expect(await take("plain")).toEqual([]);
  forward(60_000);
  expect(bodies(await take("plain"))).toEqual(["later"]);
});

test("messages survive a restart, and those in flight are free again", async () => {
  const first = await start();
  await first.put("plain", "waiting");
  await first.put("plain", "held");
  await first.put("plain", "delayed", { DelaySeconds: 60 });
  await first.take("plain", 1);
  await first.stop();
  const second = await queuesOf(first.around);
  expect(bodies(await second.take("plain"))).toEqual(["waiting", "held"]);
});

test("a message is kept for as long as the queue says", async () => {
  const { put, take, forward } = await start();
  await put("plain", "old");
  forward(4 * 86_400_000 + 1);
  expect(await take("plain")).toEqual([]);
});

test("a batch is sent whole, and bad batches are refused", async () => {
  const { client, urlOf, take } = await start();
  const send = (...ids: string[]) => {
    const Entries = ids.map((Id, index) => ({ Id, MessageBody: `body ${index}` }));
    return client.send(new SendMessageBatchCommand({ QueueUrl: urlOf("plain"), Entries }));
  };
  expect((await send("a", "b")).Successful).toHaveLength(2);
  expect(bodies(await take("plain"))).toEqual(["body 0", "body 1"]);
  await expect(send()).rejects.toMatchObject({ name: "EmptyBatchRequest" });
  await expect(send("a", "a")).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinct" });
  const many = Array.from({ length: 11 }, (_, index) => String(index));
  await expect(send(...many)).rejects.toMatchObject({ name: "TooManyEntriesInBatchRequest" });
});

test("the attributes count what waits, is held and is delayed; a purge leaves nothing", async () => {
  const { client, urlOf, put, take } = await start();
  await put("plain", "a");
  await put("plain", "b");
  await put("plain", "c", { DelaySeconds: 5 });
  await take("plain", 1);
  const input = { QueueUrl: urlOf("plain"), AttributeNames: ["All" as const] };
  const attributes = async () =>
    (await client.send(new GetQueueAttributesCommand(input))).Attributes;
  expect(await attributes()).toMatchObject({
    QueueArn: "arn:aws:sqs:us-east-1:000000000000:plain",
    ApproximateNumberOfMessages: "1",
    ApproximateNumberOfMessagesNotVisible: "1",
    ApproximateNumberOfMessagesDelayed: "1",
  });
  await client.send(new PurgeQueueCommand({ QueueUrl: urlOf("plain") }));
  expect(await attributes()).toMatchObject({ ApproximateNumberOfMessages: "0" });
});

test("refuses an unknown queue, an empty body, one over 1 MiB, and what is for FIFO queues", async () => {
  const { put } = await start();
  await expect(put("nobody", "a")).rejects.toMatchObject({ name: "QueueDoesNotExist" });
  const invalid = { name: "InvalidParameterValue" };
  await expect(put("plain", "")).rejects.toMatchObject(invalid);
  await expect(put("plain", "x".repeat(1_048_577))).rejects.toMatchObject(invalid);
  await expect(put("plain", "a", { MessageDeduplicationId: "1" })).rejects.toMatchObject(invalid);
});

test("a setting that is not played stops the start and is named", async () => {
  const Properties = { ReceiveMessageWaitTimeSeconds: 20 };
  const around = surroundings({ Work: { Type, Properties } });
  await expect(queuesOf(around)).rejects.toThrow(
    "Work: the local host does not understand Receive",
  );
});
