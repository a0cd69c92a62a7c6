import { setTimeout as wait } from "node:timers/promises";
import * as approvalRules from "./approval-rules.ts";
import * as closingRules from "./closing-rules.ts";
import { until } from "./inbox.ts";
import * as rules from "./rules.ts";
import { tableOf } from "./table.ts";
import * as thingRules from "./thing-rules.ts";
import { tree } from "./tree-rules.ts";

type Key = { pk: string; sk: string };
type Item = Record<string, unknown> & Key;

/** What a table at rest breaks of the rules that hold whatever was asked for, one sentence each. */
export function violations(items: readonly Item[], now: Date): string[] {
  const table = new Map(items.map((item) => [nameOf(item), item]));
  const at = (key: Key) => table.get(nameOf(key));
  const of = <T>(kind: string) => items.filter((item) => item.kind === kind) as (Item & T)[];
  const found: string[] = [];
  const expect = (holds: unknown, sentence: string) => holds || found.push(sentence);
  const known = { at, of, expect, now };
  const all = [rules, approvalRules, thingRules, closingRules, { tree }].flatMap((some) =>
    Object.values(some),
  );
  for (const rule of all) rule(known);
  return found;
}

const nameOf = ({ pk, sk }: Key) => `${pk} ${sk}`;

/** What has been begun and not come to its end, as it stands. */
function unfinished(items: readonly Item[]): string[] {
  const done = items.filter(({ kind, state }) => kind === "operation" && state !== "running");
  const operations = new Set(done.map(({ id }) => String(id)));
  return items
    .filter(
      ({ kind, event, state, copies }) =>
        (kind === "task" && !operations.has(String(event).replace("evt", "opn"))) ||
        (kind === "operation" && state === "running") ||
        copies !== undefined,
    )
    .map((item) => JSON.stringify(item));
}

/** What died with its worker, as on a machine that stands still for a while, is looked at again minutes later. */
const untilResumed = 11 * 60_000;

/** A table, and where the tests have it, the clock that what is done with it goes by. */
interface At {
  dynamodb: string;
  move?: (milliseconds: number) => void;
}

/** Waits until everything that was begun has come to its end, and refuses a table that breaks a rule then. */
export async function audit(at: At): Promise<void> {
  let undone: string[] = [];
  let broken: string[] = [];
  const isAtRest = async () => {
    const items = await tableOf(at).all();
    undone = unfinished(items).map((item) => `This is not done: ${item}`);
    broken = undone.length > 0 ? undone : violations(items, new Date());
    // Reading the whole table again and again would hold up what it waits for.
    if (broken.length > 0) await wait(items.length / 10);
    return broken.length === 0;
  };
  const rest = () => until(isAtRest, "rest");
  await rest()
    .catch(async (error) => {
      if (undone.length === 0 || !at.move) throw error;
      console.warn(`This is looked at again as if ten minutes had passed:\n${undone.join("\n")}`);
      at.move(untilResumed);
      await rest();
    })
    .catch(() => {
      throw new Error(`The table breaks its rules:\n${broken.join("\n")}`);
    });
}
