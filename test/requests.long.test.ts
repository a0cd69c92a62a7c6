import { beforeAll, expect, inject, test } from "vitest";
import { kindsOfThings } from "../shared/model/thing-kind.ts";
import type { Call } from "./bench/call.ts";
import type { Scene } from "./bench/scene.ts";
import { nobody } from "./support/api.ts";
import { aScene, endpoints, expectHeaders, expectRefusal } from "./support/endpoints.ts";

let scene: Scene;
beforeAll(async () => {
  const [api, issuer, inbox] = [inject("api"), inject("issuer"), inject("inbox")];
  scene = await aScene({ api, issuer, inbox, dynamodb: inject("dynamodb") });
});

const send = ({ by, method, path, body, headers }: Call) =>
  by.call(method, path, { body, ...(headers && { headers }) });

const documents = endpoints.filter(({ contract: { media } }) => media !== undefined);

test.each(documents)("$name echoes the request's id", async ({ contract, make }) => {
  const good = await make(scene);
  const headers = { ...good.headers, "x-request-id": "a-1:b.c_d" };
  const named = await send({ ...good, headers });
  expect(named.headers.get("x-request-id")).toBe("a-1:b.c_d");
  expectHeaders(named, contract);
});

test.each(endpoints)(
  "$name answers with an id of its own to a request without a good one",
  async ({ contract }) => {
    const path = addressOf(contract.path);
    const headers = { "x-request-id": "x".repeat(129) };
    const answer = await nobody(scene.at).call(contract.method, path, { headers });
    expectHeaders(answer, contract);
    expect(answer.headers.get("x-request-id")).not.toBe(headers["x-request-id"]);
  },
);

/** An address that a path may be meant by. */
const addressOf = (path: string) =>
  path.replace("{things}", "assets").replace(/{\w+}/g, "some-thing");

const addresses = [...new Set(endpoints.map(({ contract }) => contract.path))];

const kinds = `(${kindsOfThings.join("|")})`;

/** The methods of every contract that an address may be read as. */
const methodsAt = (address: string) => {
  const found = endpoints.filter(({ contract: { path } }) =>
    new RegExp(`^${path.replace("{things}", kinds).replace(/{\w+}/g, "[^/]+")}$`).test(address),
  );
  return [...new Set(found.map(({ contract }) => contract.method as string))].sort();
};

test.each(addresses)("%s answers 405 to other methods, and names its own", async (path) => {
  const address = addressOf(path);
  const allowed = methodsAt(address);
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    if (allowed.includes(method)) continue;
    const answer = await nobody(scene.at).call(method, address);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allowed.join(", ")]);
    expectHeaders(answer);
    if (method === "HEAD") expect(answer.body).toBe("");
    else expect(answer.body.code).toBe("method_not_allowed");
  }
});

test.each([
  "/",
  "/v1",
  "/v1/",
  "/v2/me",
  "/v1/me/",
  "/v1/ME",
  "/v1/customers//projects",
  "//v1/me",
  "/v1/customers/a/b/c/d/e",
  "/v1/me/../me/x",
  "/.env",
  "/v1/me%00",
  "/v1/%6De",
])("has nothing at %s", async (path) => {
  const answer = await nobody(scene.at).get(path);
  expectRefusal(answer);
  expect([answer.status, answer.body.code]).toEqual([404, "not_found"]);
});

test("says the same of what is somebody else's as of what is not there", async () => {
  const { crowd, project, employee, founder } = scene;
  const told = async (path: string) => {
    const { status, body } = await founder.get(path);
    const { requestId: _, ...rest } = body;
    return { status, ...rest };
  };
  const nothing = await told("/v1/customers/no-such-customer");
  expect(nothing).toMatchObject({ status: 404, code: "not_found" });
  for (const path of [
    crowd.path,
    project.path,
    `${crowd.path}/members`,
    `${crowd.path}/invitations`,
    `${crowd.path}/members/${employee.id}`,
    `${crowd.path}/projects/no-such-project`,
    `${crowd.path}/events`,
    `${project.path}/members`,
    "/v1/customers/NO",
    "/v1/operations/opn_01J00000000000000000000000",
    "/v1/operations/x",
  ])
    expect.soft(await told(path), path).toEqual(nothing);
});
