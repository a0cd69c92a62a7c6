import { Refusal } from "../model/refusal.ts";
import { groupEntry, groupsAtMost } from "../model/user.ts";
import { Membership } from "../model/user-group.ts";
import { get } from "./client.ts";
import { collections } from "./collections.ts";
import { add, present, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";
import { setStale, staleValues } from "./stale.ts";

export const parse = parsing(Membership);

/** What the record of somebody says of groups that they are in. */
export const entriesOf = (groups: readonly Pick<Membership, "customer" | "group">[]) =>
  new Set(groups.map(({ customer, group }) => groupEntry(customer, group)));

/** Lists somebody among the members of a group. */
export const list = (membership: Membership): Write =>
  add(
    {
      ...membership,
      kind: "membership",
      ...keys.membership(membership),
      ...indexed.membership(membership),
    },
    "outdated",
  );

/** Puts somebody into a group: the membership for lists, the entry in the user record for decisions. */
export const join = (membership: Membership): Write[] => [
  list(membership),
  enter(membership.principal, [membership], membership.at),
];

/** Checks that somebody may come into more groups, and has room for them. */
export const mayEnter = (user: string, groups: number): Write => ({
  do: "check",
  key: keys.user({ user }),
  when: "#status IN (:active, :invited) AND (attribute_not_exists(groups) OR size(groups) <= :room)",
  names: { "#status": "status" },
  values: { ":active": "active", ":invited": "invited", ":room": groupsAtMost - groups },
  orElse: (found) => {
    if (found?.status !== "active" && found?.status !== "invited")
      return new Refusal("user_unavailable");
    const { size = 0 } = (found.groups ?? {}) as { size?: number };
    return size > groupsAtMost - groups
      ? new Refusal("limit_reached", `Nobody is in more than ${groupsAtMost} groups.`)
      : "outdated";
  },
});

/** Enters groups in the record of somebody, where a decision finds them. */
export function enter(
  user: string,
  groups: readonly Pick<Membership, "customer" | "group">[],
  at: string,
): Write {
  const may = mayEnter(user, groups.length);
  return {
    ...may,
    do: "update",
    set: `SET version = version + :one, ${setStale} ADD groups :entry`,
    values: {
      ...may.values,
      ":one": 1,
      ":entry": entriesOf(groups),
      ...staleValues(user, new Date(at)),
    },
  };
}

/** Takes somebody out of a group. */
export const leave = (
  membership: Pick<Membership, "principal" | "customer" | "group" | "carries">,
): Write[] => [
  {
    do: "delete",
    key: keys.membership(membership),
    when: membership.carries ? present : `${present} AND attribute_not_exists(carries)`,
    orElse: "outdated",
  },
  forget(membership.principal, membership.customer, membership.group),
];

/** Takes a group out of the record of somebody. */
export const forget = (user: string, customer: string, group: string): Write => ({
  do: "update",
  key: keys.user({ user }),
  set: `SET version = version + :one, ${setStale} DELETE groups :entry`,
  when: present,
  values: {
    ":one": 1,
    ":entry": new Set([groupEntry(customer, group)]),
    ...staleValues(user, new Date()),
  },
  orElse: "outdated",
});

/** A membership as it is now. */
export const read = async (of: Pick<Membership, "principal" | "group">) =>
  parse(await get(keys.membership(of)));

/** Checks that somebody is still in a group. */
export const stands = (principal: string, group: string): Write => ({
  do: "check",
  key: keys.membership({ principal, group }),
  when: present,
  orElse: "forbidden",
});

/** Notes, of a membership that still stands, that project access at other customers rests on it. */
export const carry = (principal: string, group: string): Write => ({
  do: "update",
  key: keys.membership({ principal, group }),
  set: "SET carries = :true",
  when: present,
  values: { ":true": true },
  orElse: "forbidden",
});

/** Members of a group, in the order of their ids. */
export const ofGroup = (group: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["members of a group"]({ group }),
    schema: Membership(),
    positionOf: ({ principal }) => principal,
    keyAt: (principal) => ({
      ...keys.membership({ principal, group }),
      ...indexed.membership({ principal, group }),
    }),
  });
