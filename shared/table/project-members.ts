import type { Project } from "../model/project.ts";
import { isLive } from "../model/role.ts";
import { shownOf } from "../model/user.ts";
import { shownGroupOf } from "../model/user-group.ts";
import * as bindings from "./bindings.ts";
import type { Carrier } from "./carriers.ts";
import { keys } from "./schema.ts";
import * as standings from "./standings.ts";

/** Everything that changing a principal's project roles depends on, read in one request, and in a second what groups give to who is in some. A binding left over from earlier access counts as none, but is what a write replaces. `above` are the customers above the project's, the nearest first. */
export async function read(
  { customer, id, key }: Project,
  principal: string,
  above: readonly string[],
) {
  const found = await standings.of(principal, [customer, ...above], {
    more: [keys["project binding"]({ principal, customer, project: id })],
  });
  const { user, group, binding: access, through } = found;
  const stored = bindings.parseProject(found.more[0]);
  const counts =
    stored?.projectKey === key && stored.under === access?.since && !standings.isOut(found);
  return {
    user,
    group,
    shown: group ? shownGroupOf(group) : user && shownOf(user),
    /** Since when there is customer access, and with which own roles. */
    access,
    /** What gives customer access besides: own roles on customers above, and those of groups. */
    through,
    binding: counts ? stored : undefined,
    stored,
  };
}

export type ProjectMemberRead = Awaited<ReturnType<typeof read>>;

/** What customer access rests on at this instant: own roles before others. Undefined when there is none. */
export function accessNow({ access, through }: ProjectMemberRead, now: Date): Carrier | undefined {
  const isGiving = (one: Pick<Carrier, "roles"> | undefined) =>
    Object.values(one?.roles ?? {}).some((role) => isLive(role, now));
  if (isGiving(access)) return access;
  return through.find(isGiving);
}
