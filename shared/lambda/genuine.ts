import type { JWTPayload } from "jose";
import type { Claims } from "./token.ts";

/** For so long a token counts as genuine without another look: no longer than the issuer's keys do. */
const atMost = 5 * 60_000;
const tokensAtMost = 1_000;

interface Genuine {
  claims: Claims;
  from: number;
  until: number;
}

const genuine = new Map<string, Genuine>();

/** What a token said when its signature was checked by this instance: the same bytes say the same while they are valid. */
export function recall(token: string, now: Date): Claims | undefined {
  const known = genuine.get(token);
  return known && known.from <= now.getTime() && now.getTime() < known.until
    ? known.claims
    : undefined;
}

/** Keeps what a checked token says. */
export function remember(
  token: string,
  claims: Claims,
  { nbf = 0, exp = 0 }: Pick<JWTPayload, "nbf" | "exp">,
  now: Date,
): void {
  if (genuine.size >= tokensAtMost) genuine.clear();
  const until = Math.min(exp * 1000, now.getTime() + atMost);
  genuine.set(token, { claims, from: nbf * 1000, until });
}
