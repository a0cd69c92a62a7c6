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
        copies === "stale",
    )
    .map((item) => JSON.stringify(item));
}

/** Work that failed once comes again after more than a minute. */
const patience = 150_000;

/** Waits until everything that was begun has come to its end, and refuses a table that breaks a rule then. */
export async function audit(at: { dynamodb: string }): Promise<void> {
  let broken: string[] = [];
  const isAtRest = async () => {
    const items = await tableOf(at).all();
    broken = unfinished(items).map((item) => `This is not done: ${item}`);
    if (broken.length === 0) broken = violations(items, new Date());
    // Reading the whole table again and again would hold up what it waits for.
    if (broken.length > 0) await wait(items.length / 10);
    return broken.length === 0;
  };
  await until(isAtRest, "rest", patience).catch(() => {
    throw new Error(`The table breaks its rules:\n${broken.join("\n")}`);
  });
}
