import { marshall } from "@aws-sdk/util-dynamodb";
import { ulid } from "ulid";
import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { sortedName } from "../../../shared/model/sorted-name.ts";
import { thingId } from "../../../shared/model/thing-kind.ts";
import { indexed, keys } from "../../../shared/table/schema.ts";
import { tableOf } from "../../support/table.ts";
import type { startProcesses } from "../latency/processes.ts";
import type { Command } from "../recorder.ts";

type Item = Record<string, unknown>;

/** Batches under way at the same time. */
const atOnce = 4;

/** Transactions that ours have under way: four requests four each, and a step of a closing. */
const underWay = { Write: 16, Worker: 8 };

/** Deletes that a cascade has under way. */
const deletesAtOnce = 25;

/** Does something with each, so many at a time; answers the seconds it took. */
async function timed<T>(all: readonly T[], act: (one: T) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  const left = [...all];
  const work = async () => {
    for (let one = left.shift(); one; one = left.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return (performance.now() - began) / 1000;
}

const inChunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );

/** Copies of a stored thing, as another owner would have them. */
export async function copiesOf(at: { dynamodb: string }, id: string, count: number, owner: string) {
  const real = (await tableOf(at).get(keys.thing({ thing: id }))) as Item;
  return Array.from({ length: count }, (_, i) => {
    const shard = String(Math.floor(i / 96) % 4);
    const name = nameOf(i);
    const thing = thingId("devices", shard, ulid());
    const place = { owner, things: "devices", shard, name: sortedName(name), thing };
    return {
      ...real,
      id: thing,
      name,
      ...keys.thing({ thing }),
      ...indexed.thing(place),
    } as Item & {
      pk: string;
      sk: string;
    };
  });
}

export const nameOf = (i: number) => `Thing ${String(i).padStart(7, "0")}`;

type Items = Awaited<ReturnType<typeof copiesOf>>;

type Processes = ReturnType<typeof startProcesses>;

/** Writes and deletes items bare: in batches of 25 straight at the engine; or each by itself, or in transactions of as many as ours, with the bare SDK from where ours are sent. */
export function createBare({ dynamodb }: { dynamodb: string }, processes: Processes) {
  const batches = (requests: readonly object[]) =>
    timed(inChunks(requests, 25), (some) =>
      callDynamoDb(dynamodb, "BatchWriteItem", { RequestItems: { usher: some } }),
    );
  const sent = async (functionId: string, commands: readonly Command[], underWay: number) => {
    let milliseconds = 0;
    for (const waves of inChunks(inChunks(commands, underWay), 10))
      milliseconds += (await processes.run(functionId, { trace: "", waves })).milliseconds;
    return milliseconds / 1000;
  };
  const transactions = (functionId: "Write" | "Worker", actions: readonly object[]) => {
    const commands = inChunks(actions, 96).map((TransactItems) => ({
      operation: "TransactWriteItems",
      input: { TransactItems },
    }));
    return sent(functionId, commands, underWay[functionId]);
  };
  const itemOf = (item: Item) => marshall(item, { removeUndefinedValues: true });
  const keyOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk, sk });
  const TableName = "usher";
  return {
    putInBatches: (items: Items) =>
      batches(items.map((item) => ({ PutRequest: { Item: itemOf(item) } }))),
    putInTransactions: (items: Items) =>
      transactions(
        "Write",
        items.map((Item) => ({ Put: { TableName, Item } })),
      ),
    deleteEach: (items: Items) => {
      const commands = items.map((item) => ({
        operation: "DeleteItem",
        input: { TableName, Key: keyOf(item) },
      }));
      return sent("Worker", commands, deletesAtOnce);
    },
    deleteInTransactions: (items: Items) =>
      transactions(
        "Worker",
        items.map((item) => ({ Delete: { TableName, Key: keyOf(item) } })),
      ),
  };
}
