import { beforeAll, expect, inject, test } from "vitest";
import { largestBody } from "../shared/api/contract.ts";
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

const withBody = endpoints.filter(({ contract }) => contract.body);

test.each(withBody)(
  "$name takes JSON objects of its own fields alone",
  async ({ contract, make }) => {
    const good = await make(scene);
    const refusal = async (body: unknown, type = "application/json") => {
      const headers = { ...good.headers, ...(type && { "content-type": type }) };
      const answer = await send({ ...good, body, headers });
      expectRefusal(answer, contract);
      return [answer.status, answer.body.code, answer.body.errors?.[0].pointer];
    };
    const deep = JSON.parse(`${'{"a":'.repeat(30)}1${"}".repeat(30)}`);
    const many = `{"x":"${"x".repeat(contract.largest ?? largestBody)}"}`;
    expect(await refusal("{")).toEqual([400, "invalid", ""]);
    expect(await refusal("[]")).toEqual([400, "invalid", ""]);
    expect(await refusal({ surprise: 1 })).toEqual([400, "invalid", expect.any(String)]);
    expect(await refusal('{"__proto__":{}}')).toEqual([400, "invalid", undefined]);
    expect(await refusal(deep)).toEqual([400, "invalid", undefined]);
    expect(await refusal(many)).toEqual([413, "too_large", undefined]);
    expect(await refusal(good.body, "text/plain")).toEqual([
      ...[415, "unsupported_media_type", undefined],
    ]);
    expect(await refusal(good.body, "application/x-www-form-urlencoded")).toEqual([
      ...[415, "unsupported_media_type", undefined],
    ]);
  },
);

test.each(endpoints.filter(({ contract }) => contract.ifMatch === "required"))(
  "$name takes no change that does not say which version it is of",
  async ({ make }) => {
    const good = await make(scene);
    const missing = await send({ ...good, headers: {} });
    expect([missing.status, missing.body.code]).toEqual([428, "precondition_required"]);
    const stale = await send({ ...good, headers: { "if-match": '"77"' } });
    expect([stale.status, stale.body.code]).toEqual([412, "stale"]);
    expect((await send(good)).status).toBeLessThan(300);
  },
);

test.each(endpoints)(
  "$name echoes the request's id, and answers with one of its own otherwise",
  async ({ contract, make }) => {
    const good = await make(scene);
    const named = await send({
      ...good,
      headers: { ...good.headers, "x-request-id": "a-1:b.c_d" },
    });
    expect(named.headers.get("x-request-id")).toBe("a-1:b.c_d");
    expectHeaders(named, contract);
    const strange = { "x-request-id": `${"x".repeat(129)}` };
    const other = await send({ ...good, by: nobody(scene.at), headers: strange });
    expectHeaders(other, contract);
    expect(other.headers.get("x-request-id")).not.toBe(strange["x-request-id"]);
  },
);

const addresses = [...new Set(endpoints.map(({ contract }) => contract.path))];

/** The methods of every contract that an address may be read as. */
const methodsAt = (address: string) =>
  endpoints
    .filter(({ contract: { path } }) =>
      new RegExp(`^${path.replace(/{\w+}/g, "[^/]+")}$`).test(address),
    )
    .map(({ contract }) => contract.method as string)
    .sort();

test.each(addresses)("%s answers 405 to other methods, and names its own", async (path) => {
  const address = path.replace(/{\w+}/g, "some-thing");
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
  ...["/", "/v1", "/v1/", "/v2/me", "/v1/me/", "/v1/ME", "/v1/customers//projects", "//v1/me"],
  ...["/v1/customers/a/b/c/d/e", "/v1/me/../me/x", "/.env", "/v1/me%00"],
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
    ...[crowd.path, project.path, `${crowd.path}/members`, `${crowd.path}/invitations`],
    ...[`${crowd.path}/members/${employee.id}`, `${crowd.path}/projects/no-such-project`],
    ...[`${crowd.path}/events`, `${project.path}/members`, "/v1/customers/NO"],
    ...["/v1/operations/opn_01J00000000000000000000000", "/v1/operations/x"],
  ])
    expect.soft(await told(path), path).toEqual(nothing);
});
