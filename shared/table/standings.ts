import { type CustomerBinding, holdsRoles } from "../model/binding.ts";
import { isGroupId } from "../model/id.ts";
import { groupsAt, type User } from "../model/user.ts";
import type { StoredUserGroup } from "../model/user-group.ts";
import * as bindings from "./bindings.ts";
import type { Carrier } from "./carriers.ts";
import { getMany, type Item, type Key } from "./client.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A user or a group, and what its customer access rests on, ended or not. */
export interface Standing {
  user: User | undefined;
  /** A group of the customer or of one above it: others can hold nothing there. */
  group: StoredUserGroup | undefined;
  /** What it holds on the customer itself: roles, or only since when. */
  binding: CustomerBinding | undefined;
  /** What gives it access besides: its roles on customers above, the nearest first, then those of its groups. */
  through: Carrier[];
  /** Every binding that could, as it was read. */
  looked: { principal: string; customer: string; binding: CustomerBinding | undefined }[];
}

interface Looking {
  /** A group whose bindings do not count any more: all of them, or that on one customer. */
  besides?: { group: string; customer?: string | undefined } | undefined;
  /** What is read along in the first wave. */
  more?: readonly Key[];
}

/** What customer access of some people or groups rests on, at the first of a line of customers, each right below the next: in one wave what is their own, in a second what their groups hold. */
export async function read(
  principals: readonly string[],
  line: readonly string[],
  { besides, more = [] }: Looking = {},
) {
  const own = principals.flatMap((principal) => placesOf(principal, line));
  const items = await getMany([
    ...principals.map(recordKeyOf),
    ...own.map((place) => keys["customer binding"](place)),
    ...more,
  ]);
  const people = principals.map((id, i) => ({ id, record: items[i] }));
  const ofGroups = people.flatMap(({ id, record }) => groupPlacesOf(id, users.parse(record), line));
  const wanted = [
    ...new Map(ofGroups.map((one) => [`${one.group} ${one.customer}`, one])).values(),
  ];
  const held = await getMany(
    wanted.map(({ group, customer }) => keys["customer binding"]({ principal: group, customer })),
  );
  const all = [
    ...own.map((place, i) => ({ ...place, item: items[principals.length + i] })),
    ...wanted.map(({ group, customer }, i) => ({ principal: group, customer, item: held[i] })),
  ];
  const found = new Map(
    all.map((one) => [`${one.principal} ${one.customer}`, bindings.parse(one.item)]),
  );
  const standingOf = ({ id, record }: { id: string; record: Item | undefined }): Standing => {
    const binding = found.get(`${id} ${line[0]}`);
    const mine = placesOf(id, line.slice(1));
    const theirs = ofGroups.filter((one) => one.principal === id);
    const group = isGroupId(id) ? userGroups.parse(record) : undefined;
    const counts = ({ group: one, customer }: { group: string; customer: string }) =>
      one !== besides?.group || (besides.customer !== undefined && besides.customer !== customer);
    return {
      user: isGroupId(id) ? undefined : users.parse(record),
      group: group?.customer !== undefined && line.includes(group.customer) ? group : undefined,
      binding,
      through: [
        ...mine.flatMap((place) => giving(found.get(`${id} ${place.customer}`))),
        ...theirs
          .filter(counts)
          .flatMap((one) => giving(found.get(`${one.group} ${one.customer}`), one.owner)),
      ],
      looked: [
        ...mine,
        ...theirs.map((one) => ({ principal: one.group, customer: one.customer })),
      ].map((one) => ({ ...one, binding: found.get(`${one.principal} ${one.customer}`) })),
    };
  };
  return {
    standings: new Map(people.map((one) => [one.id, standingOf(one)])) as ReadonlyMap<
      string,
      Standing
    >,
    more: items.slice(principals.length + own.length),
  };
}

/** The standing of one. */
export async function of(principal: string, line: readonly string[], looking: Looking = {}) {
  const { standings, more } = await read([principal], line, looking);
  return { ...(standings.get(principal) as Standing), more };
}

/** True of whoever has no customer access at all, neither live nor ended. */
export const isOut = ({ binding, through }: Pick<Standing, "binding" | "through">) =>
  !holdsRoles(binding) && through.length === 0;

const recordKeyOf = (id: string) =>
  isGroupId(id) ? keys["user group"]({ group: id }) : keys.user({ user: id });

const placesOf = (principal: string, line: readonly string[]) =>
  line.map((customer) => ({ principal, customer }));

/** Where a person's groups may hold something: on their own customer and on those of the line below it. */
const groupPlacesOf = (principal: string, user: User | undefined, line: readonly string[]) =>
  user
    ? line.flatMap((owner, i) =>
        groupsAt(user, owner).flatMap((group) =>
          line.slice(0, i + 1).map((customer) => ({ principal, group, owner, customer })),
        ),
      )
    : [];

const giving = (binding: CustomerBinding | undefined, owner?: string): Carrier[] =>
  binding && holdsRoles(binding) ? [{ ...binding, ...(owner !== undefined && { owner }) }] : [];
