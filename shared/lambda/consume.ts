import middy from "@middy/core";
import type { Context, DynamoDBRecord, SQSRecord } from "aws-lambda";
import { log, originOf } from "./log.ts";

type Failures = { batchItemFailures: { itemIdentifier: string }[] };
type Batch<R> = { Records: R[] };

/** Runs records in order and stops at the first that fails: Lambda then delivers from that one on again. */
function inOrder<R>(idOf: (record: R) => string, work: (record: R) => Promise<void>) {
  return middy<Batch<R>, Failures, Error, Context>().handler(async ({ Records }) => {
    for (const record of Records) {
      try {
        await work(record);
      } catch (error) {
        const { name } = error as Error;
        log.warn("record failed", { name, stack: originOf(error) });
        return { batchItemFailures: [{ itemIdentifier: idOf(record) }] };
      }
    }
    return { batchItemFailures: [] };
  });
}

/** Handles the keys of items that a filtered table stream brings. What they are now is read from the table. */
export const consumeStream = (work: (key: { pk: string; sk: string }) => Promise<void>) =>
  inOrder<DynamoDBRecord>(
    ({ dynamodb }) => dynamodb?.SequenceNumber ?? "",
    ({ dynamodb }) => work({ pk: dynamodb?.Keys?.pk?.S ?? "", sk: dynamodb?.Keys?.sk?.S ?? "" }),
  );

/** Handles the JSON messages of a FIFO queue. */
export function consumeQueue<M>(work: (message: M) => Promise<void>) {
  const runInOrder = inOrder<SQSRecord>(
    ({ messageId }) => messageId,
    ({ body }) => work(JSON.parse(body)),
  );
  // Of a FIFO queue everything after a failure must come again, or it would overtake what failed.
  return async (batch: Batch<SQSRecord>, context: Context): Promise<Failures> => {
    const { batchItemFailures } = await runInOrder(batch, context);
    const failed = batchItemFailures[0]?.itemIdentifier;
    const from = batch.Records.findIndex(({ messageId }) => messageId === failed);
    const again = from < 0 ? [] : batch.Records.slice(from);
    return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}
