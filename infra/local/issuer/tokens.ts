import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { importJWK, jwtVerify } from "jose";
import type { OAuth2Issuer } from "oauth2-mock-server";

/** The one client that this issuer knows. */
export const clientId = "usher";

/** How long a token is valid, in seconds. */
export const lifetime = 12 * 60 * 60;

/** What an issuer says of somebody. */
export type Claims = Record<string, unknown>;

/** What the issuer says of a person: one address always has the same subject. */
export function person(text: string) {
  const email = text.trim().toLowerCase();
  const sub = createHash("sha256").update(email).digest("hex").slice(0, 32);
  return { sub, email, email_verified: true };
}

/** Gives the issuer the key of the state folder, made at the first start. */
export async function loadKey(issuer: OAuth2Issuer, stateDir: string) {
  const file = join(stateDir, "issuer.json");
  if (existsSync(file)) return issuer.keys.add(JSON.parse(readFileSync(file, "utf8")));
  const key = await issuer.keys.generate("RS256");
  writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}

/** An access token that says these things, under a header that may be told otherwise too. */
export const buildToken = (issuer: OAuth2Issuer, claims: Claims, header: Claims = {}) =>
  issuer.buildToken({
    expiresIn: lifetime,
    scopesOrTransform: (own, payload) => {
      Object.assign(own, { typ: "at+jwt" }, header);
      Object.assign(payload, claims);
    },
  });

/** What an access token says of a person and their client. */
export const accessClaims = (address: string, client = clientId, scope = "openid email") => ({
  ...person(address),
  client_id: client,
  scope,
});

/** The subject of a token of this issuer; nothing if it is none. */
export async function subjectOf(issuer: OAuth2Issuer, token: string, now: number) {
  const [key] = issuer.keys.toJSON();
  if (!key) return undefined;
  const options = { issuer: issuer.url ?? "", currentDate: new Date(now) };
  const publicKey = await importJWK(key, key.alg);
  return jwtVerify(token, publicKey, options).then(
    ({ payload }) => payload.sub,
    () => undefined,
  );
}
