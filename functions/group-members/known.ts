import { platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { StoredUserGroup } from "../../shared/model/user-group.ts";
import { type GroupRead, readGroup, readPerson } from "../../shared/table/group-members.ts";

/** The group that a path names, with what it gives. */
export const readOf = (_: unknown, { params }: { params: { customer?: string; group: string } }) =>
  readGroup(params.customer ?? platform, params.group);

/** The group and the person that a path names, read in one wave. */
export const bothOf = async (
  who: unknown,
  asked: { params: { customer?: string; group: string; user: string } },
) => {
  const { customer = platform, group, user } = asked.params;
  const [found, person] = await Promise.all([
    readOf(who, asked),
    readPerson(customer, group, user),
  ]);
  return { ...found, person };
};

/** Refuses a group of another customer as if there were none. */
export function mustBeHere(found: GroupRead): GroupRead & { group: StoredUserGroup } {
  const { group } = found;
  if (!group) throw new Refusal("not_found");
  return { ...found, group };
}
