import * as z from "zod/mini";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { Tags, TagsChange } from "./tags.ts";
import { name, prose, storedInstant } from "./text.ts";

const profile = () => ({
  displayName: name(),
  description: z.optional(prose(2000)),
  tags: z.optional(Tags()),
});

/** A container of work inside one customer. `key` is its id for ever; `id` may come back for a later project. Its authors are shown where members may be seen. */
export const Project = lazy(() =>
  z.object({
    id: Identifier(),
    key: z.string(),
    customer: Identifier(),
    ...profile(),
    status: z.enum(["active"]),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.optional(z.string()),
    updatedAt: storedInstant(),
    updatedBy: z.optional(z.string()),
  }),
);
export type Project = z.infer<ReturnType<typeof Project>>;

export const NewProject = lazy(() => z.strictObject({ id: Identifier(), ...profile() }));

/** A JSON merge patch (RFC 7396): null takes a field away. */
export const ProjectChange = lazy(() => {
  const { displayName, description } = profile();
  return z.strictObject({
    displayName: z.optional(displayName),
    description: z.nullish(description),
    tags: z.nullish(TagsChange()),
  });
});

/** Deleting cannot be undone: the id is typed again, and the reason stays in the events. */
export const ProjectDeletion = lazy(() =>
  z.strictObject({ confirm: z.string().check(z.maxLength(64)), reason: prose(1000, 1) }),
);

export const projectQuota = 100;
