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
  const address = await partition(at, keys.address({ email: model.email }).pk);
  const texts = [...record, ...address, ...held].filter(
    ({ kind }) => !/event/.test(JSON.stringify(kind)),
  );
  // What waits for the worker has been seen to before; nobody else signs in as they do.
  const all = texts.map(({ copies, duepk, duesk, ...item }) => ({
    ...item,
    ...("identities" in item && { identities: { L: [] } }),
  }));
  const written = JSON.stringify(all);
  // What finds them are ends of their address: `5.example.org` of `person.5@example.org`.
  const [label = ""] = /[^.]+$/.exec(model.email.split("@")[0] ?? "") ?? [];
  let next = 0;
  const write = async () => {
    while (next < count) {
      next += 1;
      const number = next;
      const id = newId("user", new Date());
      const copy = ["@", "."].reduce(
        (text, sign) =>
          text.replaceAll(`${label}${sign}example`, `${label}x${number}${sign}example`),
        written.replaceAll(model.id, id),
      );
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
