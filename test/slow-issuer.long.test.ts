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

/** Says what the host's issuer does, or nothing, which is when whoever asked gives up. */
const answer: RequestListener = async ({ url = "" }, response) => {
  if (isStuck(url)) return;
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

async function me() {
  const token = await host.token(newAddress(), { claims: { iss: issuer.origin } });
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
