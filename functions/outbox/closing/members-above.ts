import { groupIds } from "../../../shared/model/id.ts";
import { type Collection, collections } from "../../../shared/table/collections.ts";
import * as userGroups from "../../../shared/table/user-groups.ts";
import { cleaner, type Found, type Gone, rowsOf } from "./cleaner.ts";
import { tell } from "./telling.ts";

/** Where groups are found that hold something at the customer: roles, or only what rests on those that they have further up. */
const heldAt = (customer: string): readonly Collection[] =>
  [
    collections["members of a customer"]({ customer }),
    collections["who holds no role of their own at a customer"]({ customer }),
  ].map((all) => ({ ...all, startsWith: groupIds }));

/** How far it is: in one of these collections, after a row of it, and after a member of the group that comes next. */
type Place = [collection: number, row?: string | null, member?: string];

/** The members of one group after the other. Those of the customer's own groups are told when they leave them. */
async function membersIn(customer: string, after: string | undefined): Promise<Found<Gone>> {
  const [i, row, member]: Place = after === undefined ? [0] : JSON.parse(after);
  const collection = heldAt(customer)[i];
  if (!collection) return { things: [] };
  const { items, next } = await rowsOf(collection, row ?? undefined, 1);
  const goOn = (place: Place) => JSON.stringify(place);
  const further = goOn(next === undefined ? [i + 1] : [i, next]);
  const group = items[0] && (await userGroups.byId(String(items[0].gsi1sk)));
  if (!group || group.customer === customer) return { things: [], next: further };
  const { items: found, next: more } = await rowsOf(
    collections["members of a group"]({ group: group.id }),
    member,
  );
  const things = found.map(({ gsi1sk }) => ({ id: String(gsi1sk), customer }));
  return { things, next: more === undefined ? further : goOn([i, row ?? null, more]) };
}

/** Members of groups of customers above, who stay in them, are told before what their group holds here is taken. */
export const membersAbove = cleaner({
  name: "members-above",
  find: membersIn,
  part: {
    take: async ([one], { task, again }) => [
      one ? (await tell(one.id, one.customer, task)) || again : false,
    ],
  },
});
