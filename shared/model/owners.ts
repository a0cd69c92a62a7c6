import * as z from "zod/mini";
import { firstIdOf } from "./id.ts";
import { lazy } from "./lazy.ts";
import { Refusal } from "./refusal.ts";

/** The two places for owners of a customer: each held by a user or kept for an open invitation. */
export const Owners = lazy(() =>
  z.object({
    customer: z.string(),
    places: z.array(
      z.object({
        holder: z.string(),
        /** The event that gave the place. */
        since: z.string(),
        /** End of the owner role, or of the invitation that keeps the place. */
        until: z.optional(z.string()),
        /** Who gave it, when it was somebody else. */
        by: z.optional(z.string()),
      }),
    ),
    version: z.int(),
  }),
);
export type Owners = z.infer<ReturnType<typeof Owners>>;
export type Place = Owners["places"][number];

export const ownerLimit = 2;

const isInvitation = (place: Place) => place.holder.startsWith("inv_");

/** Places that count: an invitation frees its place by running out, an owner keeps it, live or not. */
export const takenPlaces = (owners: Owners, now: Date) =>
  owners.places.filter((place) => !isInvitation(place) || (place.until ?? "") > now.toISOString());

/** The users among the holders. */
export const ownerIds = (owners: Owners) =>
  owners.places.filter((place) => !isInvitation(place)).map((place) => place.holder);

/** Live owners: the role has not ended and the user is active. */
export const liveOwners = (owners: Owners, active: ReadonlySet<string>, now: Date) =>
  owners.places.filter(
    (place) =>
      active.has(place.holder) && (place.until === undefined || place.until > now.toISOString()),
  );

/** True when somebody can act as owner at this instant: of a customer, or of one above it. */
export const hasLiveOwner = (
  places: readonly Owners[],
  active: ReadonlySet<string>,
  now: Date,
): boolean => places.some((owners) => liveOwners(owners, active, now).length > 0);

/** Whose customers these are: of a customer and of those above it, the nearest first, the owners of the first that has any. */
export const nearestOwners = (places: readonly (Owners | undefined)[]): Owners | undefined =>
  places.find((owners) => owners !== undefined && ownerIds(owners).length > 0);

/** The nearest live owner without an end among those of several customers, and where: as long as there is one, customers below need none of their own. */
export function lastingOwner(
  places: readonly Owners[],
  active: ReadonlySet<string>,
  now: Date,
): { owners: Owners; holder: string } | undefined {
  for (const owners of places) {
    const found = liveOwners(owners, active, now).find(({ until }) => until === undefined);
    if (found) return { owners, holder: found.holder };
  }
  return undefined;
}

/** True when a change takes the last live owner without an end, or the last live one where all have an end. */
export function losesLast(
  before: Owners,
  after: Owners,
  active: ReadonlySet<string>,
  now: Date,
): boolean {
  const [held, left] = [liveOwners(before, active, now), liveOwners(after, active, now)];
  const isEndless = ({ until }: Place) => until === undefined;
  return (held.some(isEndless) && !left.some(isEndless)) || (held.length > 0 && left.length === 0);
}

/** The places with one more: in a free one, or in the oldest when no holder is live. Undefined when both are taken. */
function withOwner(
  owners: Owners,
  place: Place,
  active: ReadonlySet<string>,
  now: Date,
): Owners | undefined {
  const others = takenPlaces(owners, now).filter(({ holder }) => holder !== place.holder);
  if (others.length < ownerLimit) return { ...owners, places: [...others, place] };
  if (
    others.some(isInvitation) ||
    liveOwners({ ...owners, places: others }, active, now).length > 0
  )
    return undefined;
  const [, ...younger] = others.sort((a, b) => (a.since < b.since ? -1 : 1));
  return { ...owners, places: [...younger, place] };
}

/** The users who held a place before and hold none after. */
export const replacedOwners = (before: Owners, after: Owners) =>
  ownerIds(before).filter((id) => !ownerIds(after).includes(id));

/** How long somebody made owner by another may give that back, even as the last one. */
const regret = 30 * 24 * 60 * 60 * 1000;

/** True when a holder may still decline the place that somebody else gave them. */
function mayDecline(owners: Owners, holder: string, now: Date): boolean {
  const place = owners.places.find((one) => one.holder === holder);
  return (
    place?.by !== undefined &&
    place.by !== holder &&
    place.since >= firstIdOf("event", new Date(now.getTime() - regret))
  );
}

/** Since when somebody holds a place, and by whom: another end makes it no new one. */
function begun(
  owners: Owners,
  holder: string,
  given: { event: string; by: string },
  now: Date,
): Pick<Place, "since" | "by"> {
  const held = owners.places.find((place) => place.holder === holder);
  const isHeld = held && (held.until === undefined || held.until > now.toISOString());
  return isHeld ? { since: held.since, by: held.by } : { since: given.event, by: given.by };
}

/** The places after a change of one principal's owner role. Undefined when the change does not touch it. The last one goes only where a customer above has somebody. */
export function ownersAfter(
  owners: Owners,
  principal: string,
  change: {
    given: readonly { role: string; expiresAt?: string | undefined }[];
    taken: readonly string[];
  },
  given: { event: string; by: string },
  active: ReadonlySet<string>,
  now: Date,
  above: readonly Owners[] = [],
): Owners | undefined {
  const grant = change.given.find(({ role }) => role === "owner");
  if (!grant && !change.taken.includes("owner")) return undefined;
  const after = grant
    ? withOwner(
        owners,
        { holder: principal, ...begun(owners, principal, given, now), until: grant.expiresAt },
        active,
        now,
      )
    : withoutOwner(owners, principal);
  if (!after)
    throw new Refusal(
      "owner_limit",
      "Both places for owners are taken, by owners or open invitations.",
    );
  const declines = !grant && given.by === principal && mayDecline(owners, principal, now);
  if (losesLast(owners, after, active, now) && !declines && !lastingOwner(above, active, now))
    throw new Refusal("last_owner", "Make somebody else owner, without an end, before this.");
  return after;
}

/** The places without one holder. */
export const withoutOwner = (owners: Owners, holder: string): Owners => ({
  ...owners,
  places: owners.places.filter((place) => place.holder !== holder),
});
