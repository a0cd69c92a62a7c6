import type { Refusal } from "../model/refusal.ts";
import { addressToldBy, type User } from "../model/user.ts";
import { commit, Outdated, type Write } from "../table/commit.ts";
import * as events from "../table/events.ts";
import * as users from "../table/users.ts";
import { log } from "./log.ts";
import { happened, isSame, type Moment, verifiedAddress } from "./sign-in.ts";
import type { Claims } from "./token.ts";

/** A checked token, and what it says; `isNew` of one that is met for the first time. */
export interface SignIn {
  token: string;
  claims: Claims;
  isNew: boolean;
}

/** Follows a verified address that an issuer has changed when the new one is free; ignores it otherwise. What else another issuer calls them is no change. */
export async function followAddress(user: User, signIn: SignIn, moment: Moment): Promise<User> {
  const held = user.identities.find((identity) => isSame(identity, signIn.claims));
  if (!held || !isNews(user, signIn.claims)) return user;
  const email = verifiedAddress(await toldBy(signIn));
  const before = addressToldBy(user, held);
  if (!email || email === before) return user;
  const moves = before !== undefined && email !== user.email;
  if (moves && (await users.idOfAddress(email))) return user;
  const at = moment.now.toISOString();
  const told = {
    ...user,
    identities: user.identities.map((one) => (one === held ? { ...one, email } : one)),
    ...(moves && { email, addressSince: at }),
    updatedAt: at,
    version: user.version + 1,
  };
  try {
    await commit(
      [users.replace(told, user.version, moment.now), ...(moves ? moved(user, email, moment) : [])],
      moment.deadline,
    );
    return told;
  } catch (error) {
    if (error instanceof Outdated) return user;
    throw error;
  }
}

const moved = (user: User, email: string, moment: Moment): Write[] => [
  users.claimAddress(email, user.id),
  users.freeAddress(user.email, user.id),
  events.recordOfUser(happened("user.updated", user.id, moment)),
];

/** A token issued before the last change of address still names the old one. */
const isNews = ({ addressSince, createdAt }: User, { issuedAt }: Claims) =>
  issuedAt !== undefined && issuedAt > (addressSince ?? createdAt);

/** Issuers whose tokens tell no address are asked, once a token. Who is known already need not wait for one that does not answer. */
async function toldBy({ token, claims, isNew }: SignIn): Promise<Claims> {
  if (claims.email || !isNew) return claims;
  const { askUserinfo } = await import("./token.ts");
  return askUserinfo(token, claims).catch(({ code }: Refusal) => {
    log.warn("address not asked", { code });
    return claims;
  });
}
