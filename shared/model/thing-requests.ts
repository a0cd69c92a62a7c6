import * as z from "zod/mini";
import { Identifier, ThingGroupId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { flag } from "./text.ts";
import { groupsAtMost } from "./thing.ts";
import { NamedThingGroup } from "./thing-group-id.ts";
import { ThingId } from "./thing-kind.ts";

/** Things that one request makes, deletes, or puts into a group. */
export const thingsAtOnce = 500;

/** Which things to list: those of a group, those whose name begins so, and in which order. */
export const ThingFilter = lazy(() =>
  z
    .strictObject({
      group: z.optional(NamedThingGroup()),
      q: z.optional(z.string().check(z.maxLength(255))),
      order: z.optional(z.enum(["name", "newest"])),
      /** Those of the customers below, too, customer by customer. */
      below: flag(),
    })
    .check(
      z.refine(({ below, group, order }) => !below || (!group && order !== "newest"), {
        error: "cannot be combined with group or order=newest",
        path: ["below"],
      }),
      z.refine(({ group, q, order }) => order !== "newest" || (!group && !q), {
        error: "newest cannot be combined with group or q",
        path: ["order"],
      }),
    ),
);
export type ThingFilter = z.infer<ReturnType<typeof ThingFilter>>;

/** Up to 500 things; each is checked by itself, so that a wrong one stops no other. One with an `externalId` is made once. */
export const NewThings = lazy(() =>
  z.strictObject({
    items: z
      .array(z.record(z.string(), z.unknown()))
      .check(z.minLength(1), z.maxLength(thingsAtOnce)),
  }),
);

/** Up to 500 things, by their ids. */
export const ThingIds = lazy(() =>
  z.strictObject({ ids: z.array(ThingId()).check(z.minLength(1), z.maxLength(thingsAtOnce)) }),
);

const refused = () => ({
  code: z.optional(z.string()),
  detail: z.optional(z.string()),
});

/** What became of each new thing, in the order asked. */
export const NewThingsResult = lazy(() =>
  z.object({
    created: z.int(),
    refused: z.int(),
    results: z.array(
      z.object({
        index: z.int(),
        /** Unchanged is what was made before by the same external id. */
        status: z.enum(["created", "unchanged", "refused"]),
        id: z.optional(ThingId()),
        /** Fields that are otherwise in what is there. */
        differs: z.optional(z.array(z.string())),
        ...refused(),
        errors: z.optional(z.array(z.object({ pointer: z.string(), message: z.string() }))),
      }),
    ),
  }),
);
export type NewThingsResult = z.infer<ReturnType<typeof NewThingsResult>>;

/** What became of each, in the order asked. */
export const ThingsResult = lazy(() =>
  z.object({
    results: z.array(
      z.object({
        id: ThingId(),
        status: z.enum(["deleted", "added", "removed", "unchanged", "refused"]),
        ...refused(),
      }),
    ),
  }),
);
export type ThingsResult = z.infer<ReturnType<typeof ThingsResult>>;

/** What became of each that was to be deleted; in a dry run what would. */
export const DeletedThings = lazy(() => z.extend(ThingsResult(), { dryRun: z.boolean() }));
export type DeletedThings = z.infer<ReturnType<typeof DeletedThings>>;

/** Who is to own a thing from now on: a customer or the platform, and in which of its groups it is to be. */
export const NewOwner = lazy(() =>
  z
    .strictObject({
      customer: z.optional(Identifier()),
      platform: z.optional(z.literal(true)),
      groups: z.optional(z.array(ThingGroupId()).check(z.maxLength(groupsAtMost))),
    })
    .check(
      z.refine(({ customer, platform }) => (customer === undefined) !== (platform === undefined), {
        error: "must name a customer, or say platform: true",
        path: ["customer"],
      }),
    ),
);
export type NewOwner = z.infer<ReturnType<typeof NewOwner>>;

const count = () => z.object({ count: z.int(), quota: z.int() });

/** How many things of each kind there are, and how many there may be. */
export const ThingCounts = lazy(() =>
  z.object({
    devices: count(),
    assets: count(),
    "entity-views": count(),
    dashboards: count(),
  }),
);

/** How many things of one kind there may be. */
export const ThingQuota = lazy(() =>
  z.strictObject({ quota: z.int().check(z.minimum(0), z.maximum(1_000_000_000)) }),
);

/** The same with how many there are. */
export const ThingCount = lazy(() => count());
