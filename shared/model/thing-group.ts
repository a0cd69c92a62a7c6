import * as z from "zod/mini";
import { ExternalId } from "./external-id.ts";
import { Identifier, ThingGroupId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { kept, storedInstant, type Texts, typed } from "./text.ts";
import { allGroup, NamedThingGroup } from "./thing-group-id.ts";
import { ThingId, ThingKindName } from "./thing-kind.ts";
import { thingsAtOnce } from "./thing-requests.ts";

const profile = ({ name, prose }: Texts) => ({
  name: name(),
  description: z.optional(prose(1000)),
});

/** A named set of things of one kind and one owner. Without `version` it is the group of all, which is not stored. */
export const ThingGroup = lazy(() =>
  z.object({
    id: NamedThingGroup(),
    /** Missing where it is the platform's. */
    customer: z.optional(Identifier()),
    ...profile(kept),
    externalId: z.optional(z.string()),
    version: z.optional(z.int()),
    createdAt: z.optional(storedInstant()),
    createdBy: z.optional(z.string()),
    updatedAt: z.optional(storedInstant()),
    updatedBy: z.optional(z.string()),
  }),
);

export type ThingGroup = z.infer<ReturnType<typeof ThingGroup>>;

/** The group that everything is in, as it is shown. */
export const theGroupOfAll = (customer?: string) => ({
  id: allGroup,
  name: "All",
  ...(customer && { customer }),
});

/** A group as stored: with the kind of its things. */
export const StoredThingGroup = lazy(() =>
  z.object({
    id: ThingGroupId(),
    customer: z.optional(Identifier()),
    things: ThingKindName(),
    ...profile(kept),
    externalId: z.optional(z.string()),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.string(),
    updatedAt: storedInstant(),
    updatedBy: z.string(),
  }),
);
export type StoredThingGroup = z.infer<ReturnType<typeof StoredThingGroup>>;

/** A group to be made; by its external id it is made once. */
export const NewThingGroup = lazy(() =>
  z.strictObject({ ...profile(typed), externalId: z.optional(ExternalId()) }),
);

/** A JSON merge patch (RFC 7396): null takes a field away. */
export const ThingGroupChange = lazy(() => {
  const { name, description } = profile(typed);
  return z.strictObject({ name: z.optional(name), description: z.nullish(description) });
});

/** Which groups to list: those whose name begins so. */
export const ThingGroupFilter = lazy(() =>
  z.strictObject({ q: z.optional(z.string().check(z.maxLength(255))) }),
);

/** Things to be put into a group and taken out of it, by their ids: at most 500 together. */
export const ThingGroupMembersChange = lazy(() => {
  const ids = z.optional(z.array(ThingId()).check(z.maxLength(thingsAtOnce)));
  return z.strictObject({ add: ids, remove: ids }).check(
    z.refine(({ add = [], remove = [] }) => add.length + remove.length <= thingsAtOnce, {
      error: `must name at most ${thingsAtOnce} things together`,
      path: ["add"],
    }),
  );
});
