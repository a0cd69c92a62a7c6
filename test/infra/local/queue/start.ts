import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Surroundings } from "../../../../infra/local/part.ts";
import { startQueues } from "../../../../infra/local/queue.ts";
import { ending } from "../ending.ts";

const credentials = { accessKeyId: "worker", secretAccessKey: "secret" };

/** Starts the queues and speaks to them as production code does. */
export async function queuesOf(around: Surroundings) {
  const queues = await startQueues(around);
  const stop = ending(queues);
  const client = new SQSClient({ endpoint: queues.endpoint, region: "us-east-1", credentials });
  const urlOf = (name: string) => `${queues.endpoint}/000000000000/${name}`;
  return {
    ...queues,
    stop,
    client,
    urlOf,
    put: (name: string, MessageBody: string, more: Partial<SendMessageCommandInput> = {}) =>
      client.send(new SendMessageCommand({ QueueUrl: urlOf(name), MessageBody, ...more })),
    take: async (name: string, MaxNumberOfMessages = 10): Promise<Message[]> => {
      const input = { QueueUrl: urlOf(name), MaxNumberOfMessages };
      return (await client.send(new ReceiveMessageCommand(input))).Messages ?? [];
    },
    done: (name: string, { ReceiptHandle }: Message) =>
      client.send(new DeleteMessageCommand({ QueueUrl: urlOf(name), ReceiptHandle })),
  };
}

export const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);
