import { isEnding, leftBehind, nextLeftBehind } from "./end-what-is-left.ts";
import type { Kind } from "./kind.ts";
import { repaired, repairPaths } from "./repair-paths.ts";

/** First every decision below is quick again, then what the move ended goes. */
export const customerMoved: Kind = {
  parts: { paths: repaired, "left-behind": leftBehind },
  next: async ({ cursor }, task) =>
    (isEnding(cursor) ? undefined : await repairPaths(task, cursor)) ??
    (await nextLeftBehind(task, cursor)),
};
