import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { AwsError, type Operations } from "../aws-json.ts";
import type { Queue } from "./settings.ts";
import type { Message, Store } from "./store.ts";

type Addressed = { QueueUrl?: string };
type Entry = {
  Id?: string;
  MessageBody?: string;
  DelaySeconds?: number;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
  MessageAttributes?: object;
};
type Batch = Addressed & { Entries?: Entry[] };
type Receive = Addressed & { MaxNumberOfMessages?: number; WaitTimeSeconds?: number };

const largest = 1_048_576;
const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const invalid = (message: string) =>
  new AwsError("InvalidParameterValueException", message, "InvalidParameterValue");

/** What SQS answers over HTTP, for as much of SQS as is used here. */
export function queueOperations(
  queues: Map<string, Queue>,
  store: Store,
  sent: () => void,
): Operations {
  function queueOf({ QueueUrl }: Addressed): Queue {
    const queue = queues.get(QueueUrl?.split("/").at(-1) ?? "");
    if (queue) return queue;
    const code = "AWS.SimpleQueueService.NonExistentQueue";
    throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.", code);
  }

  function send(queue: Queue, entry: Entry) {
    const { id, position } = store.send(queue, checked(queue, entry));
    sent();
    const more = queue.fifo ? { SequenceNumber: sequenceNumber(position) } : {};
    return { MessageId: id, MD5OfMessageBody: md5(entry.MessageBody ?? ""), ...more };
  }

  return {
    SendMessage: (input: Addressed & Entry) => send(queueOf(input), input),

    SendMessageBatch: (input: Batch) => {
      const queue = queueOf(input);
      const entries = checkedBatch(input.Entries ?? []);
      return { Successful: entries.map((entry) => ({ Id: entry.Id, ...send(queue, entry) })) };
    },

    ReceiveMessage: async (input: Receive) => {
      const queue = queueOf(input);
      const until = Date.now() + (input.WaitTimeSeconds ?? 0) * 1000;
      let messages = store.receive(queue, input.MaxNumberOfMessages ?? 1);
      while (messages.length === 0 && Date.now() < until) {
        await sleep(50);
        messages = store.receive(queue, input.MaxNumberOfMessages ?? 1);
      }
      return {
        Messages: messages.map((message) => ({
          MessageId: message.id,
          ReceiptHandle: message.receipt,
          Body: message.body,
          MD5OfBody: md5(message.body),
          Attributes: attributesOf(message),
        })),
      };
    },

    DeleteMessage: (input: Addressed & { ReceiptHandle?: string }) => {
      const queue = queueOf(input);
      const removed = store.remove(queue, input.ReceiptHandle ?? "");
      if (!removed && queue.fifo) throw invalid("The receipt handle has expired.");
    },

    PurgeQueue: (input: Addressed) => void store.purge(queueOf(input)),

    GetQueueAttributes: (input: Addressed) => {
      const queue = queueOf(input);
      const { waiting, held, delayed } = store.count(queue);
      return {
        Attributes: {
          QueueArn: queue.arn,
          VisibilityTimeout: String(queue.visibility / 1000),
          ApproximateNumberOfMessages: String(waiting),
          ApproximateNumberOfMessagesNotVisible: String(held),
          ApproximateNumberOfMessagesDelayed: String(delayed),
          ...(queue.fifo && { FifoQueue: "true" }),
        },
      };
    },
  };
}

/** The attributes of a received message, as its receiver sees them. */
export function attributesOf(message: Message): Record<string, string> {
  return {
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sent),
    ApproximateFirstReceiveTimestamp: String(message.first),
    ...(message.group !== null && {
      MessageGroupId: message.group,
      MessageDeduplicationId: message.deduplication ?? "",
      SequenceNumber: sequenceNumber(message.position),
    }),
  };
}

function sequenceNumber(position: number): string {
  return String(position).padStart(20, "0");
}

function checked(queue: Queue, entry: Entry) {
  const { MessageBody: body = "", MessageGroupId: group, DelaySeconds: delay } = entry;
  const deduplication = entry.MessageDeduplicationId;
  if (body === "") throw invalid("The request must contain the parameter MessageBody.");
  if (Buffer.byteLength(body) > largest) throw invalid("One or more parameters are too long.");
  if (entry.MessageAttributes) throw invalid("The local host carries no message attributes.");
  if (queue.fifo) {
    if (!group) throw invalid("The request must contain the parameter MessageGroupId.");
    if (delay !== undefined) throw invalid("DelaySeconds is not valid for this queue type.");
    if (!deduplication && !queue.contentBased) {
      throw invalid("The queue needs ContentBasedDeduplication or a MessageDeduplicationId.");
    }
  } else if (deduplication) throw invalid("The queue is not a FIFO queue.");
  const seconds = { ...(delay !== undefined && { delay: delay * 1000 }) };
  return queue.fifo ? { body, group, deduplication } : { body, ...seconds };
}

function checkedBatch(entries: Entry[]): Entry[] {
  const refuse = (code: string, message: string) => new AwsError(code, message);
  if (entries.length === 0) throw refuse("EmptyBatchRequest", "There are no entries.");
  if (entries.length > 10) throw refuse("TooManyEntriesInBatchRequest", "At most 10 entries.");
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    throw refuse("BatchEntryIdsNotDistinct", "Two entries have one Id.");
  }
  return entries;
}
