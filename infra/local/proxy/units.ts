import type { Answer } from "../answer.ts";
import type { Units } from "./meter.ts";
import type { AwsRequest } from "./request.ts";

type Consumed = { CapacityUnits?: number };
type Counted = { ConsumedCapacity?: Consumed | Consumed[] };

const reads = new Set(["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"]);
const writes = new Set([
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
]);

/** The same request, asking what it costs; nothing if it does not say. */
export function askForUnits({ service, operation, input }: AwsRequest): Buffer | undefined {
  if (service !== "dynamodb" || !(reads.has(operation) || writes.has(operation))) return undefined;
  return Buffer.from(JSON.stringify({ ...input, ReturnConsumedCapacity: "INDEXES" }));
}

/** What an answer says that its request cost, and the answer as the function would see it on AWS. */
export function takeUnits({ operation, input }: AwsRequest, answer: Answer) {
  const { ConsumedCapacity, ...rest } = JSON.parse(answer.body.toString()) as Counted;
  const total = [ConsumedCapacity ?? []]
    .flat()
    .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  const units: Units = reads.has(operation) ? { read: total, write: 0 } : { read: 0, write: total };
  if (input.ReturnConsumedCapacity) return { units, answer };
  const { "x-amz-crc32": _, ...headers } = answer.headers;
  return { units, answer: { ...answer, headers, body: Buffer.from(JSON.stringify(rest)) } };
}
