import { Refusal } from "../model/refusal.ts";
import type { Item } from "./client.ts";
import type { Write } from "./commit.ts";

/** A transaction takes one action an item: checks of an item join whatever else is done to it, or each other. When one of them fails that cannot tell why, all is planned anew. */
export function merged(writes: readonly Write[]): Write[] {
  const byItem = Map.groupBy(writes, ({ key }) => `${key.pk}\n${key.sk}`);
  return [...byItem.values()].map(together);
}

function together(writes: readonly Write[]): Write {
  const changes = writes.filter((write) => write.do !== "check");
  if (changes.length > 1) throw new Error(`Two changes of ${changes[0]?.key.pk}`);
  const [first, ...checks] = [...changes, ...writes.filter((write) => write.do === "check")];
  return checks.reduce(withCheck, first as Write);
}

/** Names and values of the check are told from those of the write by a number. */
function withCheck(write: Write, check: Write, i: number): Write {
  const renamed = (name: string) => `${name}_${i}`;
  const all = (values: object | undefined) =>
    Object.fromEntries(Object.entries(values ?? {}).map(([name, it]) => [renamed(name), it]));
  const when = (check.when ?? "").replace(/[#:]\w+/g, renamed);
  return {
    ...write,
    when: write.when ? `(${write.when}) AND (${when})` : when,
    ...((write.names || check.names) && { names: { ...write.names, ...all(check.names) } }),
    ...((write.values || check.values) && { values: { ...write.values, ...all(check.values) } }),
    orElse: (found) => refusalOf(write, found) ?? refusalOf(check, found) ?? "outdated",
  };
}

/** What a condition that looks at the item in its way makes of it; of a constant refusal nobody knows whether it is the one that failed. */
function refusalOf({ orElse }: Write, found: Item | undefined): Refusal | undefined {
  const refusal = typeof orElse === "function" ? orElse(found) : undefined;
  return refusal instanceof Refusal ? refusal : undefined;
}
