import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { type Command, type Write, writesOf } from "../recorder.ts";

/** Puts written items back to what they were, so that the very same commands succeed again. */
export function createRewind(dynamodb: string) {
  const before = new Map<string, Write["before"]>();

  return {
    /** Remembers what items were before the first write; what comes later under new keys was not there. */
    remember: (writes: Write[]) => {
      for (const { key, before: item } of writes)
        if (!before.has(nameOf(key))) before.set(nameOf(key), item);
    },
    rewind: async (commands: Command[]) => {
      const written = commands.flatMap(writesOf).filter(({ act }) => act !== "ConditionCheck");
      const keys = new Map(written.map(({ key }) => [nameOf(key), key]));
      const requests = [...keys].map(([name, key]) => {
        const Item = before.get(name);
        return Item ? { PutRequest: { Item } } : { DeleteRequest: { Key: key } };
      });
      for (let start = 0; start < requests.length; start += 25)
        await callDynamoDb(dynamodb, "BatchWriteItem", {
          RequestItems: { usher: requests.slice(start, start + 25) },
        });
    },
  };
}

const nameOf = (key: Write["key"]) => JSON.stringify(key);
