import { platform } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import { isEnding, leftBehind, nextLeftBehind } from "./end-what-is-left.ts";
import { foreignOnGroups, nextForeignOnGroups } from "./foreign-on-groups.ts";
import { foreignRoles, nextForeign } from "./foreign-roles.ts";
import type { Batch, Kind } from "./kind.ts";
import { repaired, repairPaths } from "./repair-paths.ts";
import { committed } from "./revoke.ts";
import { stageOf } from "./subtree-pages.ts";
import { nextUnfounded, unfoundedAccess } from "./unfounded-access.ts";

/** First every decision below is quick again, then what the move ended goes: last of all the access that rested on roles above, once roles that count no more have gone. */
export const customerMoved: Kind = {
  parts: {
    paths: repaired,
    "left-behind": leftBehind,
    "foreign-roles": foreignRoles,
    "foreign-on-groups": foreignOnGroups,
    "project-access": unfoundedAccess,
  },
  begin: unlist,
  next: async ({ cursor }, task) => {
    const stage = stageOf(cursor);
    const found = stage ? undefined : await firstOf(task, cursor);
    if (found) return found;
    const isBefore = stage === undefined || stage === "roles";
    const foreign = isBefore ? await nextForeign(task, cursor) : undefined;
    if (foreign) return foreign;
    const onGroups = stage === "access" ? undefined : await nextForeignOnGroups(task, cursor);
    return onGroups ?? nextUnfounded(task, cursor);
  },
  looksAgain: () => true,
};

const firstOf = async (
  task: Parameters<typeof repairPaths>[0],
  cursor: string | undefined,
): Promise<Batch | undefined> =>
  (isEnding(cursor) ? undefined : await repairPaths(task, cursor)) ??
  (await nextLeftBehind(task, cursor));

/** Takes it off the lists of the groups that it was in, unless it is in them again. */
async function unlist({ subject: customer, input }: Task): Promise<void> {
  const { owner = platform, groups = [] } = (input ?? {}) as { owner?: string; groups?: string[] };
  for (const group of groups) await committed(groupedCustomers.unlist({ customer, owner, group }));
}
