import type { webcrypto } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newSecret, readText, textOf } from "../shared/model/api-key-text.ts";
import { sampledTrace } from "./bench/recorder.ts";
import { newAddress, nobody, withToken } from "./support/api.ts";
import { aCustomer, aMachine } from "./support/given.ts";
import { borrowHost } from "./support/host.ts";
import { tableOf } from "./support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
let jwk: { kid: string; n: string };
let own: webcrypto.CryptoKey;
beforeAll(async () => {
  host = await borrowHost();
  jwk = JSON.parse(readFileSync(join(host.stateDir, "issuer.json"), "utf8"));
  own = (await importJWK(jwk as never, "RS256")) as webcrypto.CryptoKey;
});
afterAll(() => host.end());

const seconds = () => Math.floor(host.now() / 1000);

/** What a good token says. */
const good = (): JWTPayload => {
  const email = newAddress();
  return {
    iss: host.issuer,
    sub: email,
    email,
    email_verified: true,
    client_id: "usher",
    scope: "openid email",
    iat: seconds(),
    exp: seconds() + 60,
  };
};

type Making = { claims?: JWTPayload; header?: object; key?: webcrypto.CryptoKey | Uint8Array };

const make = ({ claims = {}, header = {}, key = own }: Making) =>
  new SignJWT(JSON.parse(JSON.stringify({ ...good(), ...claims })))
    .setProtectedHeader({ alg: "RS256", typ: "at+jwt", kid: jwk.kid, ...header })
    .sign(key, { crit: { must: true } });

const ask = (authorization: string | undefined) =>
  nobody(host).call("GET", "/v1/me", { headers: authorization ? { authorization } : {} });

const stranger = () => generateKeyPair("RS256", { extractable: true });

const accepted: Record<string, () => Promise<string>> = {
  "as RFC 9068 says": () => make({}),
  "with an audience": () => make({ claims: { aud: ["other", "usher"], client_id: undefined } }),
  "in Cognito's form": () =>
    make({ claims: { token_use: "access", scope: undefined }, header: { typ: undefined } }),
  "with an address verified as text": () => make({ claims: { email_verified: "true" } }),
};

test.each(Object.entries(accepted))("accepts a token %s", async (_, token) => {
  expect((await ask(`Bearer ${await token()}`)).status).toBe(200);
});

const refused: Record<string, () => Promise<string> | string> = {
  "that is no token": () => "garbage",
  "without a signature": () => new UnsecuredJWT(good()).encode(),
  "signed with the public key as a secret": () =>
    make({ header: { alg: "HS256" }, key: new TextEncoder().encode(jwk.n) }),
  "signed by somebody else": async () => make({ key: (await stranger()).privateKey }),
  "of an unknown key": async () =>
    make({ key: (await stranger()).privateKey, header: { kid: "theirs" } }),
  "that brings its own key": async () => {
    const { privateKey, publicKey } = await stranger();
    return make({ key: privateKey, header: { jwk: await exportJWK(publicKey), kid: undefined } });
  },
  "of another algorithm than its key's": async () => {
    const { kid } = jwk;
    const other = (await importJWK(
      { ...jwk, alg: "RS512" } as never,
      "RS512",
    )) as webcrypto.CryptoKey;
    return make({ header: { alg: "RS512", kid }, key: other });
  },
  "whose content was changed": async () => {
    const [head, , signature] = (await make({})).split(".");
    const content = Buffer.from(JSON.stringify({ ...good(), sub: "other" })).toString("base64url");
    return `${head}.${content}.${signature}`;
  },
  "whose signature was cut off": async () => (await make({})).replace(/[^.]+$/, ""),
  "of another issuer": () => make({ claims: { iss: "https://issuer.example" } }),
  "of the issuer with a slash": () => make({ claims: { iss: `${host.issuer}/` } }),
  "for another audience": () => make({ claims: { aud: "other" } }),
  "for another client": () => make({ claims: { client_id: "other" } }),
  "for no client": () => make({ claims: { client_id: undefined } }),
  "that has ended a second ago": () => make({ claims: { exp: seconds() - 1 } }),
  "without an end": () => make({ claims: { exp: undefined } }),
  "that begins in a minute": () => make({ claims: { nbf: seconds() + 60 } }),
  "about nobody": () => make({ claims: { sub: undefined } }),
  "about an empty name": () => make({ claims: { sub: "" } }),
  "about something that is no name": () => make({ claims: { sub: { id: 1 } as never } }),
  "for the client alone: an ID token": () =>
    make({ claims: { scope: undefined, nonce: "n" }, header: { typ: "JWT" } }),
  "for the client alone, by Cognito": () => make({ claims: { token_use: "id" } }),
  "for the client alone, though it names a scope": () =>
    make({ claims: { at_hash: "x" }, header: { typ: "JWT" } }),
  "with a header that must be understood": () => make({ header: { crit: ["must"], must: true } }),
};

test.each(Object.entries(refused))("refuses a token %s", async (_, token) => {
  const { status, body, headers } = await ask(`Bearer ${await token()}`);
  expect([status, body.code]).toEqual([401, "unauthenticated"]);
  expect(headers.get("www-authenticate")).toBe('Bearer realm="usher"');
});

test.each([undefined, "Bearer", "Bearer ", "Basic dTpw", "Bearer a b", "Bearer é"])(
  "refuses the header %s",
  async (header) => {
    const { status, body } = await ask(header);
    expect([status, body.code]).toEqual([401, "unauthenticated"]);
  },
);

test("takes tokens from the header alone", async () => {
  const token = await make({});
  const headers = { cookie: `token=${token}`, "x-api-key": token };
  const path = `/v1/me?access_token=${token}`;
  expect((await nobody(host).call("GET", path, { headers })).status).toBe(401);
});

test("asks nobody for keys but the issuer", async () => {
  const { privateKey, publicKey } = await stranger();
  let asked = 0;
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "theirs", alg: "RS256" }] };
  const server = createServer((_, response) => {
    asked++;
    response.end(JSON.stringify(keys));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const jku = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  const token = await make({ key: privateKey, header: { kid: "theirs", jku, x5u: jku } });
  expect((await ask(`Bearer ${token}`)).status).toBe(401);
  server.close();
  expect(asked).toBe(0);
});

test("leaves no trace of a token that was refused", async () => {
  // What people are found by is written a moment after they came.
  const stored = async () =>
    (await tableOf(host).all()).filter(({ kind }) => kind !== "search phrase").length;
  const before = await stored();
  for (const token of Object.values(refused)) await ask(`Bearer ${await token()}`);
  expect(await stored()).toBe(before);
});

test("a mistyped key is refused without asking the table, and a wrong one of a known key too", async () => {
  const customer = await aCustomer(host);
  const { key, caller } = (await aMachine(customer, undefined, host)).key;
  const requestsFor = async (text: string) => {
    const { root, header } = sampledTrace();
    const headers = { "x-amzn-trace-id": header };
    const { status } = await withToken(text, host).call("GET", customer.path, { headers });
    return [status, host.measure(root).requests];
  };
  const mistyped = key.slice(0, 70) + (key[70] === "A" ? "B" : "A") + key.slice(71);
  expect(await requestsFor(mistyped)).toEqual([401, 0]);
  expect((await caller.get(customer.path)).status).toBe(200);
  const read = readText(key) as NonNullable<ReturnType<typeof readText>>;
  expect(await requestsFor(textOf({ ...read, secret: newSecret() }))).toEqual([401, 0]);
});
