import { GroupsOfCustomer } from "../model/customer-group.ts";
import { getMany } from "./client.ts";
import { absent, type Write } from "./commit.ts";
import * as facts from "./facts.ts";
import { keys } from "./schema.ts";
import * as users from "./users.ts";

/** Where somebody wants to move a customer, and how often customers have moved: known before it is read what is above that place. */
export async function destination(principal: string, customer: string | undefined) {
  const found = await facts.read(principal, { customer }, [keys.tree()], customer !== undefined);
  return { ...found, moves: Number(found.more[0]?.version ?? 0) };
}

export type Destination = Awaited<ReturnType<typeof destination>>;

/** Some people, and the groups of an owner that a customer is in: known before it moves away from that owner. */
export async function departure(
  people: readonly string[],
  of: { customer: string; owner: string },
) {
  const [grouped, ...records] = await getMany([
    keys["groups of a customer"](of),
    ...people.map((user) => keys.user({ user })),
  ]);
  return {
    people: records.flatMap((record) => users.parse(record) ?? []),
    groups: grouped ? [...GroupsOfCustomer().parse(grouped).groups] : [],
  };
}

/** Moves one after the other: each knows of all before it, so that no two of them make a cycle together. */
export const advance = (expected: number): Write => ({
  do: "put",
  key: keys.tree(),
  item: { ...keys.tree(), kind: "tree", version: expected + 1 },
  when: expected === 0 ? absent : "version = :expected",
  ...(expected > 0 && { values: { ":expected": expected } }),
  orElse: "outdated",
});
