import * as bindingLists from "../../../shared/table/binding-lists.ts";
import { collections } from "../../../shared/table/collections.ts";
import * as memberships from "../../../shared/table/memberships.ts";
import { keys } from "../../../shared/table/schema.ts";
import { tryDelete } from "../../../shared/table/trying.ts";
import { committed } from "../revoke.ts";
import { cleaner, type Found, type Gone, inTurn, membersAtOnce, rowsOf } from "./cleaner.ts";
import { takeAll } from "./telling.ts";

interface InGroup extends Gone {
  group: string;
}

/** Groups that a customer has, as they are now: each keeps its identifier there. */
const groupsOf = (customer: string) => ({
  ...collections["everything of a customer"]({ customer }),
  startsWith: keys["group identifier"]({ owner: customer, identifier: "" }).sk,
});

/** The members of one group after the other. */
async function membersIn(customer: string, after: string | undefined): Promise<Found<InGroup>> {
  const [at, from] = after === undefined ? [] : (JSON.parse(after) as [string | null, string?]);
  const { items } = await rowsOf(groupsOf(customer), at ?? undefined);
  const [row] = items;
  if (!row) return { things: [] };
  const group = String(row.group);
  const collection = collections["members of a group"]({ group });
  const { items: found, next } = await rowsOf(collection, from, membersAtOnce);
  const things = found.map(({ gsi1sk }) => ({ id: String(gsi1sk), customer, group }));
  const here = JSON.stringify({ pk: row.pk, sk: row.sk });
  return { things, next: JSON.stringify(next === undefined ? [here] : [at ?? null, next]) };
}

/** Members of the customer's groups leave them, and lose what rested on that. */
export const groupMembers = cleaner<InGroup>({
  name: "group-members",
  find: membersIn,
  part: {
    counts: "members",
    take: async ([one], work) => {
      if (!one) return [false];
      const { id: principal, customer, group } = one;
      const left = { principal, group, customer, carries: true };
      if (!(await committed(memberships.leave(left)))) {
        // Of a person who is gone only this is left.
        await committed([memberships.forget(principal, customer, group)]);
        await tryDelete({ key: keys.membership({ principal, group }) });
      }
      return [await takeAll(one, work)];
    },
  },
});

/** The groups themselves, with all that they hold anywhere. */
export const groups = cleaner<Gone & { sk: string }>({
  name: "groups",
  find: (customer, after) =>
    inTurn([groupsOf(customer)], after, ({ group, sk }) => [
      { id: String(group), customer, sk: String(sk) },
    ]),
  part: {
    take: async ([one], work) => {
      if (!one) return [false];
      for await (const held of bindingLists.keysOf(one.id))
        for (const key of held) await tryDelete({ key });
      await tryDelete({ key: keys["user group"]({ group: one.id }) });
      await takeAll(one, work);
      const { pk } = keys.customer({ customer: one.customer });
      await tryDelete({ key: { pk, sk: one.sk } });
      return [true];
    },
  },
});
