import { cascaded } from "./cascaded.ts";
import type { Kind } from "./kind.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { allTold } from "./next-holders.ts";
import { onProject, projectAccess } from "./project-access.ts";
import { holdersFrom, projectHolders } from "./tell-holders.ts";

/** Tells who held roles on a project, and then takes all access to it. */
export const projectDeleted: Kind = {
  parts: { holders: projectHolders, "project-access": projectAccess },
  begin: lapseUnfounded,
  next: async ({ cursor = "" }, task) => {
    const holders = await holdersFrom(task, cursor);
    if (holders) return holders;
    const after = cursor.startsWith(allTold) ? cursor.slice(allTold.length) : "";
    const batch = await onProject(task, after || undefined);
    return batch && { ...batch, cursor: `${allTold}${batch.cursor}` };
  },
  finish: cascaded,
  looksAgain: () => true,
};

/** Tells who holds roles on a project that stays. */
export const projectDeletionDeclined: Kind = {
  parts: { holders: projectHolders },
  begin: lapseUnfounded,
  next: ({ cursor }, task) => holdersFrom(task, cursor),
};

/** Tells who loses a project for as long as it is about to be deleted. */
export const projectDeletionRequested: Kind = {
  ...projectDeletionDeclined,
  looksAgain: () => true,
};
