import { platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { StoredUserGroup } from "../../shared/model/user-group.ts";
import {
  type GroupRead,
  type PersonRead,
  readGroup,
  readPerson,
} from "../../shared/table/group-members.ts";
import { type Asking, lineIn } from "./asking.ts";

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
    readPerson([customer], group, user),
  ]);
  return { ...found, person };
};

/** The person again, where customers above may give access, too: they are known only later. */
export const personIn = (
  asking: Pick<Asking, "customer" | "ancestors">,
  { group, user }: { group: string; user: string },
  person: PersonRead,
): PersonRead | Promise<PersonRead> =>
  asking.ancestors.length > 0 ? readPerson(lineIn(asking), group, user) : person;

/** Refuses a group of another customer as if there were none. */
export function mustBeHere(found: GroupRead): GroupRead & { group: StoredUserGroup } {
  const { group } = found;
  if (!group) throw new Refusal("not_found");
  return { ...found, group };
}
