import * as z from "zod/mini";
import { GroupId, UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { phraseOf } from "./search-phrase.ts";

/** Fewer would find nearly everybody. */
const charactersAtLeast = 3;

/** Whom to search for: the beginning of a name or an address. */
export const PeopleQuery = lazy(() =>
  z.strictObject({
    q: z.string().check(
      z.trim(),
      z.maxLength(320),
      z.refine(
        (typed) => [...phraseOf(typed)].length >= charactersAtLeast,
        `must have at least ${charactersAtLeast} letters or digits`,
      ),
    ),
  }),
);

/** Somebody who was found. Who is known to the directory alone has no id; inviting their address makes them known. */
export const FoundPerson = lazy(() =>
  z.object({
    id: z.optional(UserId()),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string(),
  }),
);
export type FoundPerson = z.infer<ReturnType<typeof FoundPerson>>;

/** A user group that was found. */
const FoundGroup = lazy(() =>
  z.object({ id: GroupId(), identifier: z.string(), displayName: z.string() }),
);

/** What a search for people found, what comes nearest first. */
export const FoundPeople = lazy(() =>
  z.object({
    people: z.array(FoundPerson()),
    groups: z.array(FoundGroup()),
    /** Whether the directory behind the issuer was searched too; `failed` when it did not answer in time. */
    directory: z.enum(["searched", "not_searched", "failed"]),
    /** True when nobody was found by what is an address: it can be invited. */
    inviteable: z.optional(z.boolean()),
    address: z.optional(z.string()),
  }),
);
export type FoundPeople = z.infer<ReturnType<typeof FoundPeople>>;
