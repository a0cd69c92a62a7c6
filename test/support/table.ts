import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { inject } from "vitest";
import { callDynamoDb } from "../../infra/local/dynamodb.ts";

type Key = { pk: string; sk: string };
type Item = Record<string, unknown>;

const TableName = "usher";

/** The table beside the API: to see what is stored, and to set up what would take days or a thousand requests. */
export function tableOf(at?: { dynamodb: string }) {
  const ask = (operation: string, input: object) =>
    // biome-ignore lint/suspicious/noExplicitAny: answers of every operation
    callDynamoDb<any>(at?.dynamodb ?? inject("dynamodb"), operation, { TableName, ...input });
  const get = async ({ pk, sk }: Key): Promise<Item | undefined> => {
    const { Item } = await ask("GetItem", { Key: marshall({ pk, sk }), ConsistentRead: true });
    return Item && unmarshall(Item);
  };
  const put = (item: Item & Key) =>
    ask("PutItem", { Item: marshall(item, { removeUndefinedValues: true }) });
  return {
    get,
    put,
    remove: (key: Key) => ask("DeleteItem", { Key: marshall(key) }),
    /** Sets fields of an item that is there, or takes away those that are undefined. What functions change of it meanwhile stays. */
    change: async ({ pk, sk }: Key, fields: Item) => {
      const named = Object.entries(fields).map(([name, value], i) => ({ name, value, i }));
      const [gone, set] = [true, false].map((is) =>
        named.filter(({ value }) => (value === undefined) === is),
      ) as [typeof named, typeof named];
      const values = Object.fromEntries(set.map(({ value, i }) => [`:${i}`, value]));
      await ask("UpdateItem", {
        Key: marshall({ pk, sk }),
        UpdateExpression: [
          ...(set.length > 0 ? [`SET ${set.map(({ i }) => `#${i} = :${i}`)}`] : []),
          ...(gone.length > 0 ? [`REMOVE ${gone.map(({ i }) => `#${i}`)}`] : []),
        ].join(" "),
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: Object.fromEntries(named.map(({ name, i }) => [`#${i}`, name])),
        ...(set.length > 0 && {
          ExpressionAttributeValues: marshall(values, { removeUndefinedValues: true }),
        }),
      });
    },
    /** Every item of a partition. */
    partition: async (pk: string): Promise<Item[]> => {
      const found: Item[] = [];
      let after: unknown;
      do {
        const { Items, LastEvaluatedKey } = await ask("Query", {
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: marshall({ ":pk": pk }),
          ExclusiveStartKey: after,
        });
        found.push(...Items.map((item: never) => unmarshall(item)));
        after = LastEvaluatedKey;
      } while (after);
      return found;
    },
    /** Every item there is. */
    all: async (): Promise<(Item & Key)[]> => {
      const found: (Item & Key)[] = [];
      let after: unknown;
      do {
        const { Items, LastEvaluatedKey } = await ask("Scan", { ExclusiveStartKey: after });
        found.push(...Items.map((item: never) => unmarshall(item)));
        after = LastEvaluatedKey;
      } while (after);
      return found;
    },
  };
}
