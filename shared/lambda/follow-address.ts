import type { Refusal } from "../model/refusal.ts";
import type { User } from "../model/user.ts";
import { commit, Outdated } from "../table/commit.ts";
import * as events from "../table/events.ts";
import * as users from "../table/users.ts";
import { log } from "./log.ts";
import { happened, type Moment, verifiedAddress } from "./sign-in.ts";
import type { Claims } from "./token.ts";

/** A checked token, and what it says; `isNew` of one that is met for the first time. */
export interface SignIn {
  token: string;
  claims: Claims;
  isNew: boolean;
}

/** Follows a changed verified address when the new one is free; ignores it otherwise. */
export async function followAddress(user: User, signIn: SignIn, moment: Moment): Promise<User> {
  if (!isNews(user, signIn.claims)) return user;
  const email = verifiedAddress(await toldBy(signIn));
  if (!email || email === user.email) return user;
  if (await users.idOfAddress(email)) return user;
  const moved = {
    ...user,
    email,
    addressSince: moment.now.toISOString(),
    updatedAt: moment.now.toISOString(),
    version: user.version + 1,
  };
  try {
    await commit(
      [
        users.replace(moved, user.version, moment.now),
        users.claimAddress(email, user.id),
        users.freeAddress(user.email, user.id),
        events.recordOfUser(happened("user.updated", user.id, moment)),
      ],
      moment.deadline,
    );
    return moved;
  } catch (error) {
    if (error instanceof Outdated) return user;
    throw error;
  }
}

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
