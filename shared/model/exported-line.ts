import * as z from "zod/mini";
import { lazy } from "./lazy.ts";
import { flag } from "./text.ts";

/** What an export has lines of, in the order in which they stand there: nothing rests on what comes later. */
export const exportedKinds = [
  "customer",
  "custom-role",
  "group",
  "member",
  "group-role",
  "group-member",
  "api-user",
  "customer-group",
  "grouped-customer",
  "customer-group-member",
  "invitation",
  "project",
  "tenant",
  "project-member",
  "project-group-role",
  "thing-group",
  "thing",
  "access-request",
  "event",
] as const;

/** A line of an export: what can be made again from it, and what only says how it was. */
export const ExportedLine = lazy(() =>
  z.object({
    kind: z.enum(exportedKinds),
    data: z.record(z.string(), z.unknown()),
    about: z.optional(z.record(z.string(), z.unknown())),
  }),
);
export type ExportedLine = z.infer<ReturnType<typeof ExportedLine>>;

/** Whether an export ends with what happened at the customer. */
export const ExportQuery = lazy(() =>
  z.strictObject({
    events: flag(),
  }),
);
