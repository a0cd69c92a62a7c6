import type { RequestListener } from "node:http";
import { OAuth2Issuer } from "oauth2-mock-server";
import { createService } from "./issuer/service.ts";
import { accessClaims, buildToken, type Claims, loadKey, person } from "./issuer/tokens.ts";

/** What a token says otherwise than usual, and what the userinfo endpoint says of its subject. */
type TokenOptions = { claims?: Claims; header?: Claims; userinfo?: Claims };

/** An OpenID Connect issuer that believes every address. */
export type Issuer = {
  listener: RequestListener;
  token: (address: string, options?: TokenOptions) => Promise<string>;
};

type Options = { origin: string; stateDir: string; now: () => number };

/** Makes the issuer, with the key of the state folder. */
export async function createIssuer({ origin, stateDir, now }: Options): Promise<Issuer> {
  const issuer = new OAuth2Issuer();
  issuer.url = origin;
  await loadKey(issuer, stateDir);
  issuer.on("beforeSigning", ({ payload }: { payload: Record<string, number> }) => {
    const ahead = Math.round((now() - Date.now()) / 1000);
    for (const name of ["iat", "nbf", "exp"]) payload[name] = (payload[name] ?? 0) + ahead;
  });

  const people = new Map<string, Claims>();
  const token = async (address: string, { claims, header, userinfo }: TokenOptions = {}) => {
    const known = person(address);
    people.set(known.sub, { ...known, ...userinfo });
    return buildToken(issuer, { ...accessClaims(address), ...claims }, header);
  };
  return { listener: createService({ issuer, people, token, now }), token };
}
