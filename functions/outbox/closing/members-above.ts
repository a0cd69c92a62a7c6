import { groupIds } from "../../../shared/model/id.ts";
import { type Collection, collections } from "../../../shared/table/collections.ts";
import * as userGroups from "../../../shared/table/user-groups.ts";
import { cleaner, type Found, type Gone, rowsOf } from "./cleaner.ts";
import { inEachGroup } from "./each-group.ts";
import { tell } from "./telling.ts";

type Look = (customer: string, after: string | undefined) => Promise<Found<Gone>>;

/** Where groups are found that hold something at the customer: roles, or only what rests on those that they have further up, and then roles on its groups of customers. */
const sources: readonly Look[] = [
  (customer, after) =>
    membersIn(collections["members of a customer"]({ customer }), customer, after),
  (customer, after) =>
    membersIn(
      collections["who holds no role of their own at a customer"]({ customer }),
      customer,
      after,
    ),
  (customer, after) =>
    inEachGroup(customer, after, (group, from) =>
      membersIn(
        collections["who was given a role on a customer group"]({ owner: customer, group }),
        customer,
        from,
      ),
    ),
];

/** The members of one group of such a list after the other. Those of the customer's own groups are told when they leave them. */
async function membersIn(
  holders: Collection,
  customer: string,
  after: string | undefined,
): Promise<Found<Gone>> {
  const [row, member]: [string | null, string?] = after === undefined ? [null] : JSON.parse(after);
  const { items, next } = await rowsOf({ ...holders, startsWith: groupIds }, row ?? undefined, 1);
  const further = next && JSON.stringify([next]);
  const [holder] = items;
  const group = holder && (await userGroups.byId(String(holder.gsi1sk ?? holder.sk)));
  if (!group || group.customer === customer) return { things: [], next: further };
  const { items: found, next: more } = await rowsOf(
    collections["members of a group"]({ group: group.id }),
    member,
  );
  const things = found.map(({ gsi1sk }) => ({ id: String(gsi1sk), customer }));
  return { things, next: more === undefined ? further : JSON.stringify([row, more]) };
}

/** Members of groups of customers above, who stay in them, are told before what their group holds here is taken. */
export const membersAbove = cleaner({
  name: "members-above",
  find: async (customer, after) => {
    const [i, from]: [number, string?] = after === undefined ? [0] : JSON.parse(after);
    const look = sources[i];
    if (!look) return { things: [] };
    const { things, next } = await look(customer, from);
    if (next === undefined && i + 1 === sources.length) return { things };
    return { things, next: JSON.stringify(next === undefined ? [i + 1] : [i, next]) };
  },
  part: {
    take: async ([one], { task, again }) => [
      one ? (await tell(one.id, one.customer, task)) || again : false,
    ],
  },
});
