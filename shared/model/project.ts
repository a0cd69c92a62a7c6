import * as z from "zod/mini";
import { Identifier, OperationId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { Refusal } from "./refusal.ts";
import { KeptTags, Tags, TagsChange } from "./tags.ts";
import { kept, prose, storedInstant, type Texts, typed } from "./text.ts";

const profile = ({ name, prose }: Texts) => ({
  displayName: name(),
  description: z.optional(prose(2000)),
});

/** A project that is `pending_deletion` gives nobody access any more, and waits for a word about each of its tenants. */
export const projectStatuses = ["active", "pending_deletion"] as const;

/** A container of work inside one customer. `key` is its id for ever; `id` may come back for a later project. Its authors are shown where members may be seen. */
export const Project = lazy(() =>
  z.object({
    id: Identifier(),
    key: z.string(),
    customer: Identifier(),
    ...profile(kept),
    tags: z.optional(KeptTags()),
    status: z.enum(projectStatuses),
    /** How many it has. */
    tenants: z._default(z.int(), 0),
    /** Why and when its deletion was asked for, while it is pending, and the operation that told those who had access. */
    deletion: z.optional(
      z.object({ reason: z.string(), requestedAt: storedInstant(), operation: OperationId() }),
    ),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.optional(z.string()),
    updatedAt: storedInstant(),
    updatedBy: z.optional(z.string()),
  }),
);
export type Project = z.infer<ReturnType<typeof Project>>;

/** A project as stored: with who asked for its deletion. */
export const StoredProject = lazy(() =>
  z.extend(Project(), {
    deletion: z.optional(
      z.object({
        reason: z.string(),
        requestedAt: storedInstant(),
        operation: z.string(),
        requestedBy: z.string(),
      }),
    ),
  }),
);
export type StoredProject = z.infer<ReturnType<typeof StoredProject>>;

/** Refuses to change a project that is about to be deleted. */
export function mustBeActive({ status }: Pick<Project, "status">): void {
  if (status !== "active") throw pendingDeletion();
}

export const pendingDeletion = () =>
  new Refusal(
    "project_pending_deletion",
    "This project is about to be deleted: until that is declined, access can be taken away and nothing else be changed.",
  );

export const NewProject = lazy(() =>
  z.strictObject({ id: Identifier(), ...profile(typed), tags: z.optional(Tags()) }),
);

/** A JSON merge patch (RFC 7396): null takes a field away. */
export const ProjectChange = lazy(() => {
  const { displayName, description } = profile(typed);
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

/** How many projects a customer may have before anybody says otherwise. */
export const projectQuota = 100;

/** How many projects a customer may have. */
export const ProjectQuota = lazy(() =>
  z.strictObject({ quota: z.int().check(z.minimum(0), z.maximum(100_000)) }),
);

/** The same with how many there are; those whose deletion is pending count, too. */
export const ProjectCount = lazy(() => z.object({ count: z.int(), quota: z.int() }));
export type ProjectCount = z.infer<ReturnType<typeof ProjectCount>>;
