import { absent, type Write } from "./commit.ts";
import * as facts from "./facts.ts";
import { keys } from "./schema.ts";

/** Where somebody wants to move a customer, and how often customers have moved: known before it is read what is above that place. */
export async function destination(principal: string, customer: string | undefined) {
  const found = await facts.read(principal, { customer }, [keys.tree()], customer !== undefined);
  return { ...found, moves: Number(found.more[0]?.version ?? 0) };
}

export type Destination = Awaited<ReturnType<typeof destination>>;

/** Moves one after the other: each knows of all before it, so that no two of them make a cycle together. */
export const advance = (expected: number): Write => ({
  do: "put",
  key: keys.tree(),
  item: { ...keys.tree(), kind: "tree", version: expected + 1 },
  when: expected === 0 ? absent : "version = :expected",
  ...(expected > 0 && { values: { ":expected": expected } }),
  orElse: "outdated",
});
