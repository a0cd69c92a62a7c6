import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { newId } from "../../../shared/model/id.ts";
import { keys } from "../../../shared/table/schema.ts";
import type { Person } from "../../support/given.ts";
import type { Place } from "../scene.ts";

type Item = Record<string, unknown>;

/** Requests under way at the same time. */
const atOnce = 6;

/** Puts so many people beside one, each with a copy of their record and of everything they hold. */
export async function multiply(at: Place, model: Person, count: number): Promise<void> {
  const { pk } = keys.membership({ principal: model.id, group: "" });
  const held = await partition(at, pk);
  const record = await partition(at, keys.user({ user: model.id }).pk);
  // What waits for the worker has been seen to before.
  const all = [...record, ...held].map(({ copies, duepk, duesk, ...item }) => item);
  const texts = all.filter(({ kind }) => /event/.test(JSON.stringify(kind)) === false);
  const written = JSON.stringify(texts);
  let next = 0;
  const write = async () => {
    while (next < count) {
      next += 1;
      const id = newId("user", new Date());
      const copy = written.replaceAll(model.id, id).replaceAll(model.email, `${id}@example.org`);
      const requests = (JSON.parse(copy) as Item[]).map((item) => ({ PutRequest: { Item: item } }));
      await callDynamoDb(at.dynamodb, "BatchWriteItem", { RequestItems: { usher: requests } });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, write));
}

async function partition(at: Place, pk: string): Promise<Item[]> {
  const answer = await callDynamoDb<{ Items: Item[] }>(at.dynamodb, "Query", {
    TableName: "usher",
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: pk } },
  });
  return answer.Items;
}
