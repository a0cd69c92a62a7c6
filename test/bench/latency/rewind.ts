import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { type Command, read, type Write, writesOf } from "../recorder.ts";

type Item = Write["key"];

/** Puts written items back to what they were before anything was written, so that the very same commands succeed again. */
export function createRewind(dynamodb: string) {
  const before = new Map<string, Item | undefined>();

  return {
    /** Reads what a command is about to write, where that was not seen yet: which shard of a counter it takes is drawn anew each time. Where nothing may be there is nothing to read: a command of a handler would wait for that and the same one sent bare would not. */
    remember: (command: Command): Promise<undefined> | undefined => {
      const unseen = changesOf([command]).filter(({ key }) => !before.has(nameOf(key)));
      for (const { key } of unseen.filter(({ isNew }) => isNew)) before.set(nameOf(key), undefined);
      const there = unseen.filter(({ isNew }) => !isNew);
      if (there.length === 0) return undefined;
      return Promise.all(
        there.map(async ({ key }) => before.set(nameOf(key), await read(dynamodb, key))),
      ).then(() => undefined);
    },
    rewind: async (commands: Command[]) => {
      const keys = new Map(changesOf(commands).map(({ key }) => [nameOf(key), key]));
      const requests = [...keys].map(([name, Key]) => {
        const Item = before.get(name);
        return Item ? { PutRequest: { Item } } : { DeleteRequest: { Key } };
      });
      for (let start = 0; start < requests.length; start += 25)
        await callDynamoDb(dynamodb, "BatchWriteItem", {
          RequestItems: { usher: requests.slice(start, start + 25) },
        });
    },
  };
}

/** What commands change. */
const changesOf = (commands: Command[]) =>
  commands.flatMap(writesOf).filter(({ act }) => act !== "ConditionCheck");

const nameOf = ({ pk, sk }: Item) => JSON.stringify([pk, sk]);
