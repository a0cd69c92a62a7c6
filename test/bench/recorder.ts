import { randomBytes } from "node:crypto";
import { callDynamoDb } from "../../infra/local/dynamodb.ts";
import type { Host } from "../../infra/local/start.ts";
import { absent } from "../../shared/table/commit.ts";

type Item = Record<string, Record<string, unknown>>;
type Action = { TableName: string; Key?: Item; Item?: Item; ConditionExpression?: string };

/** A command to the table as it went over the wire. */
export interface Command {
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: the input of any command
  input: any;
}

/** The write of one item, with the item before and after it. */
export interface Write {
  act: "Put" | "Update" | "Delete" | "ConditionCheck";
  inTransaction: boolean;
  key: Item;
  /** True of what is only written where nothing is. */
  isNew: boolean;
  before?: Item | undefined;
  after?: Item | undefined;
}

/** A trace header that the proxy measures and that nothing else has. */
export function sampledTrace(): { header: string; root: string } {
  const time = Math.floor(Date.now() / 1000).toString(16);
  const root = `1-${time}-${randomBytes(12).toString("hex")}`;
  return { root, header: `Root=${root};Parent=${randomBytes(8).toString("hex")};Sampled=1` };
}

/** Keeps the commands of one trace while something is done, with the items they write as they were and as they are then. */
export async function record(
  host: Pick<Host, "suffer" | "dynamodb">,
  root: string,
  act: () => Promise<void>,
): Promise<{ commands: Command[]; writes: Write[] }> {
  const commands: Command[] = [];
  const writes: Write[] = [];
  host.suffer(async ({ service, trace, operation, input }) => {
    if (service !== "dynamodb" || !trace.includes(root)) return undefined;
    commands.push({ operation, input });
    const planned = writesOf({ operation, input });
    for (const write of planned) write.before = await read(host.dynamodb, write.key);
    writes.push(...planned);
    return undefined;
  });
  try {
    await act();
  } finally {
    host.suffer();
  }
  for (const write of writes) write.after = write.after ?? (await read(host.dynamodb, write.key));
  return { commands, writes };
}

/** The items that a command writes or checks, in its order. */
export function writesOf({ operation, input }: Command): Write[] {
  if (operation === "TransactWriteItems")
    return input.TransactItems.flatMap((each: Record<Write["act"], Action>) =>
      Object.entries(each).map(([act, action]) => writeOf(act as Write["act"], action, true)),
    );
  const [, act] = /^(Put|Update|Delete)Item$/.exec(operation) ?? [];
  return act ? [writeOf(act as Write["act"], input, false)] : [];
}

function writeOf(
  act: Write["act"],
  { Key, Item, ConditionExpression }: Action,
  inTransaction: boolean,
): Write {
  const { pk, sk } = (Key ?? Item) as { pk: Item[string]; sk: Item[string] };
  const isNew = ConditionExpression === absent;
  return { act, inTransaction, isNew, key: { pk, sk }, ...(Item && { after: Item }) };
}

/** An item as it is now. */
export async function read(endpoint: string, Key: Item): Promise<Item | undefined> {
  const input = { TableName: "usher", Key, ConsistentRead: true };
  return (await callDynamoDb<{ Item?: Item }>(endpoint, "GetItem", input)).Item;
}
