import { type Caller, isApiUser } from "../model/caller.ts";
import { lazy } from "../model/lazy.ts";
import { Refusal } from "../model/refusal.ts";
import type { User } from "../model/user.ts";
import type { Key } from "../table/client.ts";
import * as facts from "../table/facts.ts";
import * as users from "../table/users.ts";
import { factsOfKey, factsOfKnown, keyIn, knownKey, type ShownKey, whoHolds } from "./api-key.ts";
import { appointFirst } from "./first-admin.ts";
import { followAddress } from "./follow-address.ts";
import { isSame, type Moment, mustBeSince, signIn } from "./sign-in.ts";
import type { Claims } from "./token.ts";
import type { Who } from "./use-case.ts";

/** What checking tokens takes: nobody needs it who calls with a key, or without either. */
const tokens = lazy(() => import("./token.ts"));

/** Who an identity was when last seen, and since when its newest token is. It decides nothing: the user record read in each request must still list it. */
const known = new Map<string, { id: string; email: string; latest?: string }>();
const knownAtMost = 10_000;

const issueOf = ({ issuedAt = "" }: Claims) => issuedAt;

const nameOf = ({ issuer, subject }: Claims) => `${issuer} ${subject}`;

interface SignedIn {
  token: string;
  claims: Claims;
}

/** Somebody in whose name an act is carried out that others approved, or a line imported, and the key by which an API user asked. */
export interface StandIn {
  standsFor: string;
  key?: string | undefined;
  /** Acts for a line of an import, with the rights of one. */
  imports?: true;
}

/** What a request brings along: the checked token of a person, or the key of an API user. */
export type Bearer = SignedIn | ShownKey | StandIn;

/** What the header Authorization holds, as far as it can be checked without the table. */
export async function bearerOf(header: string | undefined, now: Date): Promise<Bearer> {
  const [, token] = /^Bearer +([\w.~+/-]+=*)$/i.exec(header ?? "") ?? [];
  if (!token)
    throw new Refusal(
      "unauthenticated",
      "Send an access token in the header Authorization: Bearer …",
    );
  const key = keyIn(token);
  if (key) return key;
  const { verify } = await tokens();
  return { token, claims: await verify(token, now) };
}

/** Who the bearer most likely is, so that everything about them can be read in one wave. */
export function whoIs(bearer: Bearer, moment: Moment): Promise<Who> | Who {
  if ("standsFor" in bearer) return { id: bearer.standsFor, email: "" };
  return "claims" in bearer ? whoSignedIn(bearer, moment) : whoHolds(bearer);
}

/** Everything known about the caller and the target, with a record that really is the caller's. */
export function factsOf(bearer: Bearer, moment: Moment, ...asked: AskedFacts) {
  if ("standsFor" in bearer) return factsOfStandIn(bearer, moment, ...asked);
  return "claims" in bearer
    ? factsOfPerson(bearer, moment, ...asked)
    : factsOfKey(bearer, moment.now, ...asked);
}

type AskedFacts = [target: facts.Target, more: readonly Key[], withOwners: boolean];

/** The caller as use cases know it ahead of everything else. */
export const whoOf = (caller: Caller): Who => ({
  id: caller.id,
  email: isApiUser(caller) ? "" : caller.email,
});

async function whoSignedIn({ token, claims }: SignedIn, moment: Moment) {
  const name = nameOf(claims);
  const seen = known.get(name);
  if (seen) return seen;
  const identity = { issuer: claims.issuer, subject: claims.subject };
  const behind = await users.behindIdentity(identity);
  const isLive = behind && !behind.endedAt;
  const email = claims.email ?? "";
  const who = isLive
    ? { id: behind.userId, email }
    : {
        id: await firstSight(token, claims, moment, behind?.endedAt),
        email,
        latest: issueOf(claims),
      };
  if (known.size >= knownAtMost) known.clear();
  known.set(name, who);
  return who;
}

async function firstSight(token: string, claims: Claims, moment: Moment, notBefore?: string) {
  mustBeSince(notBefore, claims);
  const { askUserinfo } = await tokens();
  const asked = claims.email ? claims : await askUserinfo(token, claims);
  return signIn(asked, moment, notBefore);
}

async function factsOfPerson(
  bearer: SignedIn,
  moment: Moment,
  ...[target, more, withOwners]: AskedFacts
) {
  const { claims } = bearer;
  for (let attempt = 0; attempt < 2; attempt++) {
    const who = await whoSignedIn(bearer, moment);
    const found = await facts.read(who.id, target, more, withOwners);
    const { user } = found;
    const held = user?.identities.find((identity) => isSame(identity, claims));
    if (user && held) {
      mustBeSince(held.notBefore, claims);
      const isNew = who.latest === undefined || issueOf(claims) > who.latest;
      const followed = await followAddress(mayAct(user), { ...bearer, isNew }, moment);
      const latest = isNew ? issueOf(claims) : who.latest;
      known.set(nameOf(claims), { id: user.id, email: followed.email, latest });
      if (isNew) await noteSignIn(user, moment.now);
      return { ...found, caller: await appointFirst(followed, moment) };
    }
    known.delete(nameOf(claims));
  }
  throw new Refusal("unauthenticated", "The account of this sign-in no longer exists.");
}

async function factsOfStandIn(
  { standsFor, key, imports }: StandIn,
  { now }: Moment,
  ...asked: AskedFacts
) {
  const mark = imports ? { imports } : {};
  if (key !== undefined) {
    const found = await factsOfKnown(await knownKey(standsFor, key), now, ...asked);
    return { ...found, caller: { ...found.caller, ...mark } };
  }
  const found = await facts.read(standsFor, ...asked);
  if (!found.user) throw new Refusal("user_deleted", "Whoever asked for this is gone.");
  return { ...found, caller: { ...mayAct(found.user), ...mark } };
}

/** Sign-ins are noted once an hour at most, by whichever function sees the person first. */
async function noteSignIn({ id, lastSignInAt = "" }: User, now: Date): Promise<void> {
  const hourAgo = new Date(now.getTime() - 60 * 60 * 1000).toISOString();
  if (lastSignInAt < hourAgo) await users.touch(id, now);
}

function mayAct(user: User): User {
  if (user.status === "disabled") throw new Refusal("user_disabled");
  if (user.status === "deleted") throw new Refusal("user_deleted");
  return user;
}
