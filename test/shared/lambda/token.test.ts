import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

type Say = { status?: number; body?: unknown; text?: string };

const pair = await generateKeyPair("ES256", { extractable: true });
const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "k", alg: "ES256" }] };
let say: Record<string, Say>;
let issuer = "";

const server = createServer(({ url = "" }, response) => {
  const { status = 200, body, text = JSON.stringify(body) } = say[url] ?? { status: 404 };
  response.writeHead(status, { "content-type": "application/json" }).end(text);
});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.stubEnv("ISSUER", issuer);
  vi.stubEnv("CLIENT_IDS", "usher");
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});
beforeEach(() => {
  vi.resetModules();
  const discovery = { jwks_uri: `${issuer}/jwks`, userinfo_endpoint: `${issuer}/userinfo` };
  say = { "/.well-known/openid-configuration": { body: discovery }, "/jwks": { body: jwks } };
});

/** What a function that has just started makes of a good token. */
async function verify() {
  const { askUserinfo, verify } = await import("../../../shared/lambda/token.ts");
  const token = await new SignJWT({ client_id: "usher", scope: "openid" })
    .setProtectedHeader({ alg: "ES256", kid: "k", typ: "at+jwt" })
    .setIssuer(issuer)
    .setSubject("ada")
    .setExpirationTime("1m")
    .sign(pair.privateKey);
  const claims = await verify(token, new Date());
  return { claims, ask: () => askUserinfo(token, claims) };
}

const unavailable = { code: "unavailable", details: { retryAfter: 5 } };

test.each<[string, Record<string, Say>]>([
  ["is broken", { "/.well-known/openid-configuration": { status: 500, body: {} } }],
  ["is away", { "/.well-known/openid-configuration": { status: 404, body: {} } }],
  ["speaks no JSON", { "/.well-known/openid-configuration": { text: "<html>" } }],
  ["names no keys", { "/.well-known/openid-configuration": { body: {} } }],
  ["loses its keys", { "/jwks": { status: 503, body: {} } }],
  ["has keys that are none", { "/jwks": { body: { keys: "none" } } }],
  ["has keys that are no JSON", { "/jwks": { text: "<html>" } }],
])("blames nobody's token while the issuer %s, and recovers", async (_, fault) => {
  const well = say;
  say = { ...well, ...fault };
  await expect(verify()).rejects.toMatchObject(unavailable);
  say = well;
  expect((await verify()).claims).toMatchObject({ subject: "ada", emailVerified: false });
});

test("learns a verified address from userinfo", async () => {
  say["/userinfo"] = { body: { sub: "ada", email: "ada@example.org", email_verified: true } };
  const { ask } = await verify();
  expect(await ask()).toMatchObject({ email: "ada@example.org", emailVerified: true });
});

test("knows no address when userinfo refuses the token or tells of somebody else", async () => {
  const { ask } = await verify();
  say["/userinfo"] = { status: 403, body: { error: "insufficient_scope" } };
  expect((await ask()).email).toBeUndefined();
  say["/userinfo"] = { body: { sub: "eve", email: "eve@example.org", email_verified: true } };
  expect((await ask()).email).toBeUndefined();
});

test("asks again later when userinfo is broken", async () => {
  const { ask } = await verify();
  say["/userinfo"] = { status: 502, text: "<html>" };
  await expect(ask()).rejects.toMatchObject(unavailable);
});

test("takes every address for verified where the deployer vouches for the issuer", async () => {
  vi.stubEnv("TRUSTED_ADDRESSES", "true");
  say["/userinfo"] = { body: { sub: "ada", email: "ada@example.org" } };
  const { ask } = await verify();
  expect(await ask()).toMatchObject({ email: "ada@example.org", emailVerified: true });
  vi.stubEnv("TRUSTED_ADDRESSES", "false");
  expect((await ask()).emailVerified).toBe(false);
});
