import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { type Command, type Write, writesOf } from "../recorder.ts";

type Item = Write["key"];

/** Puts written items back to what they are now, so that the very same commands succeed again. */
export async function createRewind(dynamodb: string) {
  const before = new Map((await everything(dynamodb)).map((item) => [nameOf(item), item]));

  return async (commands: Command[]) => {
    const written = commands.flatMap(writesOf).filter(({ act }) => act !== "ConditionCheck");
    const keys = new Map(written.map(({ key }) => [nameOf(key), key]));
    const requests = [...keys].map(([name, Key]) => {
      const Item = before.get(name);
      return Item ? { PutRequest: { Item } } : { DeleteRequest: { Key } };
    });
    for (let start = 0; start < requests.length; start += 25)
      await callDynamoDb(dynamodb, "BatchWriteItem", {
        RequestItems: { usher: requests.slice(start, start + 25) },
      });
  };
}

/** Which shard of a counter a command takes is drawn anew each time, so what was there is not known from the first. */
async function everything(dynamodb: string): Promise<Item[]> {
  const found: Item[] = [];
  let ExclusiveStartKey: unknown;
  do {
    // biome-ignore lint/suspicious/noExplicitAny: the answer of a scan
    const page = await callDynamoDb<any>(dynamodb, "Scan", {
      TableName: "usher",
      ExclusiveStartKey,
    });
    found.push(...page.Items);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

const nameOf = ({ pk, sk }: Item) => JSON.stringify([pk, sk]);
