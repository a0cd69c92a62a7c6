import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { env } from "../env.ts";
import { lazy } from "../model/lazy.ts";
import { Refusal } from "../model/refusal.ts";
import { name } from "../model/text.ts";
import { recall, remember } from "./genuine.ts";

/** What a checked access token says about who holds it. */
export interface Claims {
  issuer: string;
  subject: string;
  email?: string | undefined;
  emailVerified: boolean;
  issuedAt?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
}

interface Discovered {
  keys: ReturnType<typeof createRemoteJWKSet>;
  userinfo: string;
}

/** Signature algorithms with a public key: the key decides which of them, a token never can. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
];

/** Milliseconds for one answer of the issuer, and how long a slow one is asked again: both its addresses are done with before the function has to be. */
const timeout = 2_000;
const patience = 5_000;

const isSlow = (error: unknown) =>
  error instanceof errors.JWKSTimeout || (error as Error).name === "TimeoutError";

async function whileSlow<T>(ask: () => Promise<T>, until: number): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isSlow(error) || Date.now() >= until) throw error;
    }
  }
}

let discovered: Promise<Discovered> | undefined;

/** The issuer's keys and userinfo address (OpenID Connect Discovery 1.0), asked for once per function instance. */
function discover(until = 0): Promise<Discovered> {
  discovered ??= fetchJson(`${env.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
    until,
  }).then((found) => {
    if (!URL.canParse(String(found?.jwks_uri))) throw unavailable();
    return {
      keys: createRemoteJWKSet(new URL(String(found?.jwks_uri)), { timeoutDuration: timeout }),
      userinfo: String(found?.userinfo_endpoint),
    };
  });
  discovered.catch(() => {
    discovered = undefined;
  });
  return discovered;
}

/** Checks an access token (RFC 9068, or Cognito's form): issuer, signature, kind, audience, validity. */
export async function verify(token: string, now: Date): Promise<Claims> {
  const known = recall(token, now);
  if (known) return known;
  const until = Date.now() + patience;
  const { keys } = await discover(until);
  const wanted = { issuer: env.issuer, algorithms, currentDate: now };
  try {
    const { payload, protectedHeader } = await whileSlow(
      () => jwtVerify(token, keys, { ...wanted, requiredClaims: ["sub", "exp"] }),
      until,
    );
    if (!isAccessToken(payload, protectedHeader.typ)) throw refused("This is not an access token.");
    if (!text(payload.sub)) throw refused("This token is about nobody.");
    if (!isForUs(payload)) throw refused("This token was issued for another application.");
    const claims = claimsOf(payload);
    remember(token, claims, payload, now);
    return claims;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof errors.JWTExpired) throw refused("The token has expired. Sign in again.");
    if (isOutage(error))
      throw new Refusal("unavailable", "The issuer of the token cannot be asked for its keys.", {
        retryAfter: 5,
      });
    throw refused("The token is not valid.");
  }
}

/** True when the issuer's keys could not be had; a generic error is an answer other than 200. */
const isOutage = (error: unknown) =>
  !(error instanceof errors.JOSEError) ||
  [errors.JWKSTimeout.code, errors.JWKSInvalid.code, errors.JOSEError.code].includes(error.code);

const refused = (message: string) => new Refusal("unauthenticated", message);

/** ID tokens prove a sign-in to a client; they are no right to call an API. */
function isAccessToken(payload: JWTPayload, typ = ""): boolean {
  if (payload.token_use !== undefined) return payload.token_use === "access";
  if (/^(application\/)?at\+jwt$/i.test(typ)) return true;
  const isIdToken = ["nonce", "at_hash", "c_hash"].some((claim) => claim in payload);
  return !isIdToken && ("scope" in payload || "scp" in payload);
}

/** Cognito's access tokens carry `client_id` and no `aud`. */
function isForUs({ aud, client_id }: JWTPayload): boolean {
  const audiences = aud === undefined ? [client_id] : [aud].flat();
  return audiences.some((audience) => env.clientIds.includes(String(audience)));
}

const text = (claim: unknown) => (typeof claim === "string" && claim ? claim : undefined);

const Name = lazy(() => name(255, 0));

/** Whatever the issuer lets people call themselves, here a name is a name. */
const nameIn = (claim: unknown) => Name().safeParse(claim).data || undefined;

const instantOf = (seconds: unknown) =>
  typeof seconds === "number" ? new Date(seconds * 1000).toISOString() : undefined;

const claimsOf = (payload: Record<string, unknown>): Claims => ({
  issuer: env.issuer,
  subject: String(payload.sub),
  email: text(payload.email),
  issuedAt: instantOf(payload.iat),
  emailVerified: env.trustedAddresses || [true, "true"].includes(payload.email_verified as boolean),
  firstName: nameIn(payload.given_name),
  lastName: nameIn(payload.family_name),
});

/** Asks the issuer who holds the token, for issuers whose access tokens do not say (OpenID Connect Core 1.0, 5.3). */
export async function askUserinfo(token: string, claims: Claims): Promise<Claims> {
  const { userinfo } = await discover();
  const answer = await fetchJson(userinfo, { headers: { authorization: `Bearer ${token}` } });
  return answer?.sub === claims.subject ? claimsOf(answer) : claims;
}

/** What stands at an address of the issuer; nothing when it refuses to say, as to a token without the scope. */
async function fetchJson(
  url: string,
  { headers = {}, until = 0 }: { headers?: Record<string, string>; until?: number } = {},
) {
  const ask = async () => {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeout) });
    if (response.status >= 400 && response.status < 500) return undefined;
    return (await response.json()) as Record<string, unknown>;
  };
  try {
    return await whileSlow(ask, until);
  } catch {
    throw unavailable();
  }
}

const unavailable = () =>
  new Refusal("unavailable", "The issuer of the token does not answer.", { retryAfter: 5 });
