import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { env } from "../env.ts";
import { Refusal } from "../model/refusal.ts";
import type { Collection } from "./collections.ts";
import { pause } from "./pause.ts";
import { table } from "./schema.ts";

export type Item = Record<string, unknown>;
export type Key = { pk: string; sk: string };

/** Three attempts, all of them over before the function has to be, so that a silent table is a 503 as well. */
export const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    maxAttempts: 3,
    // A `requestTimeout` would only be logged.
    requestHandler: { connectionTimeout: 1000, socketTimeout: 2500 },
  }),
  // A map with an entry called `constructor` passes for an instance of a class.
  { marshallOptions: { removeUndefinedValues: true, convertClassInstanceToMap: true } },
);

const keyOf = ({ pk, sk }: Key) => ({ pk, sk });

/** One item as it is now. */
export async function get(key: Key): Promise<Item | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName: env.tableName, Key: keyOf(key), ConsistentRead: true }),
  );
  return Item;
}

/** Keys that one request may ask for. */
const batch = 100;

/** Items as they are now, in the order of the keys; undefined where there is none. */
export async function getMany(
  wanted: readonly Key[],
  { strong = true } = {},
): Promise<(Item | undefined)[]> {
  const distinct = [...new Map(wanted.map((key) => [nameOf(key), keyOf(key)])).values()];
  const batches = Array.from({ length: Math.ceil(distinct.length / batch) }, (_, i) =>
    getBatch(distinct.slice(i * batch, (i + 1) * batch), strong),
  );
  const items = (await Promise.all(batches)).flat();
  const found = new Map(items.map((item) => [nameOf(item as Key), item]));
  return wanted.map((key) => found.get(nameOf(key)));
}

async function getBatch(wanted: Key[], strong: boolean): Promise<Item[]> {
  const found: Item[] = [];
  let keys = wanted;
  for (let attempt = 0; keys.length > 0; attempt++) {
    if (attempt === 5) throw new Refusal("unavailable");
    // What is left over was turned away by a busy partition: it takes more time, not more questions.
    if (attempt > 0) await pause(attempt);
    const answer = await client.send(
      new BatchGetCommand({
        RequestItems: { [env.tableName]: { Keys: keys, ConsistentRead: strong } },
      }),
    );
    found.push(...(answer.Responses?.[env.tableName] ?? []));
    keys = (answer.UnprocessedKeys?.[env.tableName]?.Keys as Key[]) ?? [];
  }
  return found;
}

const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;

export interface QueryOptions {
  limit?: number;
  after?: Key | undefined;
  newestFirst?: boolean;
  strong?: boolean;
  from?: string | undefined;
  until?: string | undefined;
}

/** One page of a collection, and the key to go on after. */
export async function query(
  collection: Collection,
  options: QueryOptions = {},
): Promise<{ items: Item[]; last?: Key | undefined }> {
  const { Items = [], LastEvaluatedKey } = await client.send(asking(collection, options));
  return { items: Items, last: LastEvaluatedKey as Key | undefined };
}

/** Every item of a collection, however many pages that takes: for what stays small, or would be wrong in part. */
export async function queryAll(
  collection: Collection,
  options: Omit<QueryOptions, "limit" | "after"> = {},
): Promise<Item[]> {
  const found: Item[] = [];
  let after: Key | undefined;
  do {
    const { items, last } = await query(collection, { ...options, after });
    found.push(...items);
    after = last;
  } while (after);
  return found;
}

/** How many items there are on such a page, without reading out any. */
export async function count(
  collection: Collection,
  options: QueryOptions = {},
): Promise<{ count: number; last?: Key | undefined }> {
  const { Count = 0, LastEvaluatedKey } = await client.send(
    asking(collection, options, { Select: "COUNT" }),
  );
  return { count: Count, last: LastEvaluatedKey as Key | undefined };
}

function asking(
  collection: Collection,
  { limit, after, newestFirst = false, strong = false, from, until }: QueryOptions,
  more: { Select?: "COUNT" } = {},
): QueryCommand {
  const names = collection.index ? table.indexes[collection.index] : table;
  const range = rangeOf(collection, from, until);
  return new QueryCommand({
    TableName: env.tableName,
    IndexName: collection.index,
    KeyConditionExpression: ["#pk = :pk", range.condition].filter(Boolean).join(" AND "),
    ExpressionAttributeNames: {
      "#pk": names.partitionKey,
      ...(range.condition && { "#sk": names.sortKey }),
    },
    ExpressionAttributeValues: { ":pk": collection.pk, ...range.values },
    Limit: limit,
    ExclusiveStartKey: after,
    ScanIndexForward: !newestFirst,
    ConsistentRead: strong && !collection.index,
    ...more,
  });
}

function rangeOf({ startsWith, before }: Collection, from?: string, until?: string) {
  if (startsWith)
    return { condition: "begins_with(#sk, :start)", values: { ":start": startsWith } };
  if (before) return { condition: "#sk < :before", values: { ":before": before } };
  if (from ?? until) {
    const values = { ":from": from ?? " ", ":until": until ?? "~" };
    return { condition: "#sk BETWEEN :from AND :until", values };
  }
  return { condition: "", values: {} };
}

/** True when the table answers. */
export const isUp = () =>
  get({ pk: "Z", sk: "UP" }).then(
    () => true,
    () => false,
  );
