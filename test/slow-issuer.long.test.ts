import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress, nobody } from "./support/api.ts";
import { startDeployed } from "./support/deployed.ts";
import { codeOf } from "./support/race.ts";

let host: Awaited<ReturnType<typeof startDeployed>>;
let issuer: { server: Server; origin: string };

/** Which of the next questions get no answer. */
let isStuck: (url: string) => boolean = () => false;

/** Who may hold a token is something that it cannot say. */
let isBroken = false;

/** Says what the host's issuer does, or nothing, which is when whoever asked gives up. */
const answer: RequestListener = async ({ url = "" }, response) => {
  if (isStuck(url)) return;
  if (isBroken && url === "/userinfo") return response.destroy();
  const found = await (await fetch(`${host.issuer}${url}`)).text();
  response.end(found.replaceAll(host.issuer, issuer.origin));
};

beforeAll(async () => {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  issuer = { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  host = await startDeployed({ ISSUER: issuer.origin });
});
afterAll(async () => {
  issuer.server.closeAllConnections();
  issuer.server.close();
  await host.end();
});

async function me(address = newAddress(), more = {}) {
  const token = await host.token(address, { claims: { iss: issuer.origin, ...more } });
  return nobody(host).call("GET", "/v1/me", { headers: { authorization: `Bearer ${token}` } });
}

test("an issuer that never answers is asked for a while, and one that is slow again", async () => {
  isStuck = () => true;
  expect(codeOf(await me())).toEqual([503, "unavailable"]);
  const asked = new Set<string>();
  isStuck = (url) => !asked.has(url) && asked.add(url) !== undefined;
  expect((await me()).status).toBe(200);
  expect(asked).toEqual(new Set(["/.well-known/openid-configuration", "/jwks"]));
});

test("who is known goes on while the issuer cannot say whether the address has changed", async () => {
  const address = newAddress();
  const silent = { email: undefined, email_verified: undefined };
  isBroken = true;
  expect(codeOf(await me(newAddress(), silent)), "who is not").toEqual([503, "unavailable"]);
  const { body } = await me(address);
  const iat = Math.floor(Date.now() / 1000) + 60;
  expect(await me(address, { ...silent, iat })).toMatchObject({ status: 200, body });
});
