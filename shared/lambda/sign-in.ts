import { normalAddress } from "../model/email-address.ts";
import type { Event, EventType } from "../model/event.ts";
import { newId } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { claimed, type HeldIdentity, type Identity, type User } from "../model/user.ts";
import { commit, Outdated } from "../table/commit.ts";
import * as events from "../table/events.ts";
import * as users from "../table/users.ts";
import type { Claims } from "./token.ts";

/** When, for which request, and how long it may take. */
export interface Moment {
  now: Date;
  deadline: Date;
  requestId: string;
}

/** The address that an issuer has verified, if it tells of one. */
export const verifiedAddress = ({ email, emailVerified }: Claims) =>
  emailVerified && email ? normalAddress(email) : undefined;

/** The first request of an identity: claims the record of its verified address, or makes a new user. One whose user was deleted starts anew. */
export async function signIn(
  claims: Claims,
  moment: Moment,
  notBefore: string | undefined,
): Promise<string> {
  const email = verifiedAddress(claims);
  if (!email)
    throw new Refusal(
      "email_unverified",
      claims.email
        ? "Confirm your e-mail address where you sign in, then try again."
        : "The issuer provides no e-mail address. Sign in with the scopes openid and email.",
    );
  const identity = {
    issuer: claims.issuer,
    subject: claims.subject,
    email,
    ...(notBefore && { notBefore }),
  };
  for (;;) {
    const known = await users.idOfAddress(email);
    try {
      return known
        ? await claim(known, identity, claims, moment)
        : await create(email, identity, claims, moment);
    } catch (error) {
      if (!(error instanceof Outdated) || moment.deadline < new Date()) throw error;
    }
  }
}

async function create(email: string, identity: HeldIdentity, claims: Claims, moment: Moment) {
  const at = moment.now.toISOString();
  const user: User = {
    id: newId("user", moment.now),
    email,
    username: email,
    firstName: claims.firstName ?? "",
    lastName: claims.lastName ?? "",
    language: "en",
    status: "active",
    identities: [identity],
    lastSignInAt: at,
    createdAt: at,
    updatedAt: at,
    version: 1,
  };
  await commit(
    [...users.create(user), events.recordOfUser(happened("user.created", user.id, moment))],
    moment.deadline,
  );
  return user.id;
}

async function claim(id: string, identity: HeldIdentity, claims: Claims, moment: Moment) {
  const user = await users.byId(id);
  if (!user || user.status === "deleted") throw new Outdated("the address was freed");
  if (user.identities.some((held) => isSame(held, identity))) return id;
  if (user.status !== "invited" || user.identities.length > 0)
    throw new Refusal(
      "email_claimed",
      "Another sign-in already uses this address. An administrator can link yours to it.",
    );
  const at = moment.now.toISOString();
  const next: User = {
    ...claimed(user),
    firstName: user.firstName || (claims.firstName ?? ""),
    lastName: user.lastName || (claims.lastName ?? ""),
    status: "active",
    identities: [identity],
    lastSignInAt: at,
    updatedAt: at,
    version: user.version + 1,
  };
  await commit(
    [
      users.replace(next, user.version, moment.now),
      users.addIdentity(identity, id),
      events.recordOfUser(happened("user.claimed", id, moment)),
    ],
    moment.deadline,
  );
  return id;
}

/** Refuses a token from before the end of the user whose sign-in this was. */
export function mustBeSince(notBefore: string | undefined, { issuedAt = "" }: Claims): void {
  if (notBefore && issuedAt <= notBefore) throw new Refusal("user_deleted");
}

export const isSame = (one: Identity, other: Pick<Claims, "issuer" | "subject">) =>
  one.issuer === other.issuer && one.subject === other.subject;

/** An event by the person who signs in, about themselves. */
export const happened = (type: EventType, user: string, { now, requestId }: Moment): Event => ({
  id: newId("event", now),
  at: now.toISOString(),
  type,
  actor: { type: "user", id: user },
  subject: user,
  requestId,
});
