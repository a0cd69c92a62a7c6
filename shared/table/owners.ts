import { Owners } from "../model/owners.ts";
import { get, query } from "./client.ts";
import { collections } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { keptUntil } from "./events.ts";
import { keys } from "./schema.ts";

const itemOf = (owners: Owners) => ({
  ...owners,
  kind: "owners",
  ...keys.owners({ customer: owners.customer }),
});

export const create = (owners: Owners): Write => add(itemOf(owners), "outdated");

/** Checks that the places are still those that were read. */
export const isAsRead = ({ customer, version }: Owners): Write => ({
  do: "check",
  key: keys.owners({ customer }),
  when: "version = :expected",
  values: { ":expected": version },
  orElse: "outdated",
});

/** Replaces the two places. Every change of an owner goes through here, so two at once cannot both hold. */
export const replace = (owners: Owners): Write => ({
  do: "put",
  key: keys.owners({ customer: owners.customer }),
  item: itemOf({ ...owners, version: owners.version + 1 }),
  when: "version = :expected",
  values: { ":expected": owners.version },
  orElse: "outdated",
});

/** Keeps who held the places until now: decisions as of an earlier instant look for it. */
export const remember = (before: Owners, now: Date): Write => {
  const { customer, places, version } = before;
  const until = `${now.toISOString()}.${version}`;
  const item = { ...keys["former owners"]({ customer, until }), kind: "former owners", customer };
  return add({ ...item, places, version, ttl: keptUntil(now) }, "outdated");
};

/** Who held the places at an instant: those who did until the first change after it, or still do. */
export async function asOf(customer: string, instant: Date): Promise<Owners | undefined> {
  const { items } = await query(collections["former owners of a customer"]({ customer }), {
    from: `${instant.toISOString()}/`,
    limit: 1,
    strong: true,
  });
  const found = items[0] ?? (await get(keys.owners({ customer })));
  return found && Owners().parse(found);
}
