import * as z from "zod/mini";
import { type AdminRecord, isGroup } from "../model/admin.ts";
import { isGroupId } from "../model/id.ts";
import type { HeldRoles } from "../model/role.ts";
import { User } from "../model/user.ts";
import { StoredUserGroup } from "../model/user-group.ts";
import { get } from "./client.ts";
import { collections } from "./collections.ts";
import { add, present, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** The record of a person or of a group, where such a one can hold roles on the platform. */
export async function byId(principal: string): Promise<AdminRecord | undefined> {
  if (!isGroupId(principal)) return users.byId(principal);
  const group = await userGroups.byId(principal);
  return group?.customer === undefined ? group : undefined;
}

/** Replaces such a record, on condition of its version. */
export const replace = (record: AdminRecord, expected: number, now: Date): Write =>
  isGroup(record)
    ? userGroups.replace(record, expected, now)
    : users.replace(record, expected, now);

/** Who holds roles on the platform, in the order of their ids. */
export const list = (options: PageOptions) =>
  page({
    ...options,
    collection: collections.admins(),
    schema: z.union([User(), StoredUserGroup()]),
    positionOf: ({ id }) => id,
    keyAt: (user) => ({ ...keys.user({ user }), ...indexed.admin({ user }) }),
  });

/** True of roles with which a person can run the platform for ever: the last of them must stay. What groups give does not count, since groups come and go. */
const isLasting = (roles: HeldRoles) => {
  const held = roles["organization-admin"];
  return held !== undefined && held.expiresAt === undefined;
};

/** Keeps the one item up to date that knows every active Organization Admin without an end; refuses to let the last one go. */
export function count(user: string, before: HeldRoles, after: HeldRoles): Write[] {
  if (isLasting(before) === isLasting(after)) return [];
  return [isLasting(after) ? join(user) : leave(user)];
}

const join = (user: string): Write => ({
  do: "update",
  key: keys.admins(),
  set: "ADD active :user",
  when: present,
  values: { ":user": new Set([user]) },
  orElse: "outdated",
});

const leave = (user: string): Write => ({
  do: "update",
  key: keys.admins(),
  set: "DELETE active :user",
  when: "size(active) > :one",
  values: { ":user": new Set([user]), ":one": 1 },
  orElse: "last_admin",
});

/** Whether two people could agree to a request of the platform before. */
export const hadTwo = async () => (await get(keys.admins()))?.hadTwo === true;

/** Notes that two people could: nobody decides alone any more. */
export const noteTwo = (): Write => ({
  do: "update",
  key: keys.admins(),
  set: "SET hadTwo = :true",
  when: present,
  values: { ":true": true },
  orElse: "outdated",
});

/** Checks that nobody noted that meanwhile. */
export const neverHadTwo = (): Write => ({
  do: "check",
  key: keys.admins(),
  when: "attribute_not_exists(hadTwo)",
  orElse: "outdated",
});

/** Begins the count with the first Organization Admin; outdated when there has been one. */
export const begin = (user: string): Write =>
  add({ ...keys.admins(), kind: "admins", active: new Set([user]) }, "outdated");
