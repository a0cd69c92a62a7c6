import { holdsRoles } from "../model/binding.ts";
import { isGroupId } from "../model/id.ts";
import type { Project } from "../model/project.ts";
import { isLive } from "../model/role.ts";
import { shownOf } from "../model/user.ts";
import { shownGroupOf } from "../model/user-group.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as groupHoldings from "./group-holdings.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** Everything that changing a principal's project roles depends on, read in one request, and in a second what groups give to who is in some. A binding left over from earlier access counts as none, but is what a write replaces. */
export async function read({ customer, id, key }: Project, principal: string) {
  const [record, customerBinding, projectBinding] = await getMany([
    keys.user({ user: principal }),
    keys["customer binding"]({ principal, customer }),
    keys["project binding"]({ principal, customer, project: id }),
  ]);
  const user = isGroupId(principal) ? undefined : users.parse(record);
  const group = isGroupId(principal) ? userGroups.parse(record) : undefined;
  const access = bindings.parse(customerBinding);
  const stored = bindings.parseProject(projectBinding);
  const through = groupHoldings.giving(await groupHoldings.read(user, customer));
  const counts =
    stored?.projectKey === key &&
    stored.under === access?.since &&
    (holdsRoles(access) || through.length > 0);
  return {
    user,
    group: group?.customer === customer ? group : undefined,
    shown: group ? shownGroupOf(group) : user && shownOf(user),
    /** Since when there is customer access, and with which own roles. */
    access,
    /** The groups' bindings that give customer access too. */
    through,
    binding: counts ? stored : undefined,
    stored,
  };
}

export type ProjectMemberRead = Awaited<ReturnType<typeof read>>;

/** What customer access rests on at this instant: own roles before a group's. Undefined when there is none. */
export function accessNow({ access, through }: ProjectMemberRead, now: Date) {
  const isGiving = (one: typeof access) =>
    Object.values(one?.roles ?? {}).some((role) => isLive(role, now));
  if (isGiving(access)) return access;
  return through.find(isGiving);
}
