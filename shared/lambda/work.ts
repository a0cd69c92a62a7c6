import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { env } from "../env.ts";

/** Long work for the worker: the next step of an operation, copying what lists show of a user or a group, or having them found where they belong by now. */
export type Work =
  | { operation: string; step: number }
  | { copiesOf: string; version: number }
  | { phrasesOf: string; customer?: string | undefined; since?: string | undefined };

/** Work at one customer is done in order; so is what ends one person. */
export const groupOf = ({
  customer,
  subject,
}: {
  customer?: string | undefined;
  subject: string;
}) => customer ?? subject;

const sqs = new SQSClient({ requestHandler: { connectionTimeout: 1000, requestTimeout: 3000 } });

/** Hands work to the worker. Work of one group is done in order; the same `once` within five minutes counts once. */
export async function enqueue(work: Work, group: string, once: string): Promise<void> {
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: env.workQueueUrl,
      MessageBody: JSON.stringify(work),
      MessageGroupId: group,
      MessageDeduplicationId: once,
    }),
  );
}
