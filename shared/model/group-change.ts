import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

/** Ids in each list of a request that changes a group, at most. */
const most = 100;

/** Those to be put into a group and taken out of it, by their ids: at most 100 each. */
export const groupChangeOf = (id: () => z.ZodMiniType<string, string>) =>
  lazy(() => {
    const ids = z.optional(z.array(id()).check(z.maxLength(most)));
    return z.strictObject({ add: ids, remove: ids });
  });
export type GroupChange = z.infer<ReturnType<ReturnType<typeof groupChangeOf>>>;

/** What became of each whom a request put into a group or took out. */
export const GroupChangeResult = lazy(() =>
  z.object({
    results: z.array(
      z.object({
        id: z.string(),
        status: z.enum(["added", "removed", "unchanged", "requested", "refused"]),
        /** The request that waits for approval. */
        accessRequest: z.optional(z.string()),
        code: z.optional(z.string()),
        detail: z.optional(z.string()),
      }),
    ),
  }),
);
export type GroupChangeResult = z.infer<ReturnType<typeof GroupChangeResult>>;
