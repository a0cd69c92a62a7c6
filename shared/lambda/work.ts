import { env } from "../env.ts";
import type { Key } from "../table/client.ts";

/** Long work for the worker: the next step of an operation, copying what lists show of a user or a group (on from some key, where that takes several steps), or having them found where they belong by now. */
export type Work =
  | { operation: string; step: number }
  | { copiesOf: string; version: number; step?: number; after?: Key }
  | { phrasesOf: string; customer?: string | undefined; since?: string | undefined };

/** Work at one customer is done in order; so is what ends one person. */
export const groupOf = ({
  customer,
  subject,
}: {
  customer?: string | undefined;
  subject: string;
}) => customer ?? subject;

/** Hands work to the worker. Work of one group is done in order; the same `once` within five minutes counts once. */
export async function enqueue(work: Work, group: string, once: string): Promise<void> {
  // Most sweeps and many steps have nothing to hand over.
  const { send } = await import("./queue.ts");
  await send({
    QueueUrl: env.workQueueUrl,
    MessageBody: JSON.stringify(work),
    MessageGroupId: group,
    MessageDeduplicationId: once,
  });
}
