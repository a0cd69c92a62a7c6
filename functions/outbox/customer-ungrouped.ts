import { leftBehind, nextLeftBehind } from "./end-what-is-left.ts";
import type { Kind } from "./kind.ts";
import { stageOf } from "./subtree-pages.ts";
import { nextUnfounded, unfoundedAccess } from "./unfounded-access.ts";

/** Ends what rested on roles on a group of customers, at one that was taken out of it and below. */
export const customerUngrouped: Kind = {
  parts: { "left-behind": leftBehind, "project-access": unfoundedAccess },
  next: async ({ cursor }, task) => {
    const first = stageOf(cursor) ? undefined : await nextLeftBehind(task, cursor);
    return first ?? nextUnfounded(task, cursor);
  },
  looksAgain: () => true,
};
