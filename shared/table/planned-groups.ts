import type { StoredUserGroup } from "../model/user-group.ts";
import * as customRoles from "./custom-roles.ts";
import { type GroupRead, givesOf, readGroup } from "./group-members.ts";

/** A group that a plan names, with what it gives. */
export type PlannedGroup = GroupRead & { group: StoredUserGroup };

/** The groups of a customer that a plan names, by their ids, with what they give, in one wave; where they hold roles that customers define, a second one reads what those give. */
export async function read(customer: string, plan: readonly { group: string }[]) {
  const ids = [...new Set(plan.map(({ group }) => group))];
  const found = await Promise.all(ids.map((id) => readGroup(customer, id)));
  const groups = found.flatMap((one) => (one.group ? [{ ...one, group: one.group }] : []));
  return {
    groups: new Map<string, PlannedGroup>(groups.map((one) => [one.group.id, one])),
    books: await customRoles.defining(groups.map(givesOf)),
  };
}

export type PlannedGroups = Awaited<ReturnType<typeof read>>;
