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
    /** Sets fields of an item that is there. */
    change: async (key: Key, fields: Item) => {
      const item = await get(key);
      if (!item) throw new Error(`nothing at ${key.pk} ${key.sk}`);
      await put({ ...item, ...key, ...fields });
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
