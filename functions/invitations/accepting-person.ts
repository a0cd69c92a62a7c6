import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { invitedUser, type User } from "../../shared/model/user.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as users from "../../shared/table/users.ts";
import type { Parts } from "./acceptance-writes.ts";
import { membershipsOf } from "./joining.ts";

const names = ["firstName", "lastName"] as const;

/** Who accepts, as they are from then on: somebody new, or somebody known, who takes the name that the invitation was made out to if they have none. */
export function personAfter(
  known: User | undefined,
  { email, firstName, lastName }: StoredInvitation,
  now: Date,
): User {
  if (!known) return invitedUser({ email, firstName, lastName, language: "en" }, now);
  if (names.some((name) => known[name])) return known;
  const changed = { updatedAt: now.toISOString(), version: known.version + 1 };
  return { ...known, firstName, lastName, ...changed };
}

/** True of somebody known who takes their name from the invitation. */
const isNamed = ({ known, user }: Pick<Parts, "known" | "user">) =>
  known.user !== undefined && known.user !== user;

/** What an event says of fields that were filled in for somebody known. */
export const filledIn = (parts: Pick<Parts, "known" | "user">) =>
  isNamed(parts) && { fields: [...names] };

/** The record of who accepts, in one write: made, replaced with the name, or only entered in the groups of the plan. */
export function personWrites(parts: Parts, now: Date): Write[] {
  const { known, user } = parts;
  const joined = membershipsOf(parts, now);
  const isJoining = joined.length > 0;
  const groups = new Set([...(user.groups ?? []), ...memberships.entriesOf(joined)]);
  const after = isJoining ? { ...user, groups } : user;
  if (!known.user) return users.create(after);
  if (!isNamed(parts))
    return isJoining ? [memberships.enter(user.id, joined, now.toISOString())] : [];
  return [
    users.replace(after, known.user.version, now),
    ...(isJoining ? [memberships.mayEnter(user.id, joined.length)] : []),
  ];
}
