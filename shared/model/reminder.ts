import type { ApiKey } from "./api-key.ts";
import type { HeldRoles } from "./role.ts";

/** How long before its end a role's holder is told of it. */
const ahead = 14 * 24 * 60 * 60 * 1000;

/** The instant from which the holder is told of an end. */
export const toldFrom = (end: string) => new Date(Date.parse(end) - ahead).toISOString();

/** The ends that a holder is still to be told of, the first one first: none up to the last that they were told of, and none that was as near already when it was given, since the mail of then names it. */
export const endsToTell = (roles: HeldRoles, reminded = ""): string[] =>
  Object.values(roles)
    .flatMap(({ expiresAt, at }) =>
      expiresAt && expiresAt > reminded && toldFrom(expiresAt) > at ? [expiresAt] : [],
    )
    .sort();

/** When whoever a key was shown to is told of its end: never where it was as near already when the key was made. */
export function keyToldFrom({ expiresAt, createdAt }: Pick<ApiKey, "expiresAt" | "createdAt">) {
  const from = expiresAt && toldFrom(expiresAt);
  return from && from > createdAt ? from : undefined;
}
