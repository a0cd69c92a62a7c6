import type { User } from "./user.ts";

/** What stands in the place of a deleted person's name and address (RFC 2606: nothing ever arrives there). */
export const pseudonymOf = (user: string) => ({
  email: `${user.toLowerCase()}@deleted.invalid`,
  firstName: "Deleted",
  lastName: "user",
});

/** The next version of a user, with nothing personal left. The groups are left one by one. */
export const withoutPerson = (
  { id, groups, boundOn, createdAt, version }: User,
  now: Date,
): User => ({
  ...(groups && { groups }),
  ...(boundOn && { boundOn }),
  id,
  ...pseudonymOf(id),
  username: id,
  language: "en",
  status: "deleted",
  identities: [],
  createdAt,
  version: version + 1,
  updatedAt: now.toISOString(),
  deletedAt: now.toISOString(),
});
