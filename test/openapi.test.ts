import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeAll, expect, test } from "vitest";
import type { Contract } from "../shared/api/contract.ts";
import { described } from "../shared/api/described.ts";
import { exampleOf } from "../shared/api/examples.ts";
import { refusalsOf } from "../shared/api/refusals.ts";
import { DryRun } from "../shared/model/invitation-bulk.ts";
import { statusOf } from "../shared/model/refusal.ts";
import { nobody } from "./support/api.ts";

interface Operation {
  operationId: string;
  summary: string;
  security?: object[];
  parameters: { name: string; in: string; required?: boolean }[];
  requestBody?: object;
  responses: Record<string, { description: string; content?: Record<string, object> }>;
}

const contracts = described().map(
  ({ noun, verb, contract }) => [`${noun}.${verb}`, contract] as const,
);

let document: { openapi: string; paths: Record<string, Record<string, Operation>> };
beforeAll(async () => {
  document = (await nobody().get("/openapi.json")).body;
});

const operationOf = ({ path, method }: Contract) =>
  document.paths[path]?.[method.toLowerCase()] as Operation;

test("is valid OpenAPI 3.1", async () => {
  expect(document.openapi).toBe("3.1.0");
  const { valid, errors } = await new Validator().validate({ ...document });
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test("describes every endpoint, and none that is not there", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => `${operationId} ${method} ${path}`),
  );
  const promised = contracts.map(
    ([name, { path, method }]) => `${name} ${method.toLowerCase()} ${path}`,
  );
  expect(described.sort()).toEqual(promised.sort());
});

test("describes each kind of things by itself, with its own shape", () => {
  const bodyOf = (path: string) =>
    JSON.stringify(document.paths[path]?.post?.requestBody).match(/schemas\/(\w+)/)?.[1];
  const at = "/v1/customers/{customer}";
  const bodies = ["devices", "assets", "entity-views", "dashboards"].map((kind) =>
    bodyOf(`${at}/${kind}`),
  );
  expect(bodies).toEqual(["NewDevice", "NewAsset", "NewEntityView", "NewDashboard"]);
  expect(Object.keys(document.paths).filter((path) => path.includes("{things}"))).toEqual([]);
});

test.each(contracts)("says of %s what its contract promises", (name, contract) => {
  const operation = operationOf(contract);
  const { allows, status, returns, media, body, ifMatch, replays, resumes } = contract;
  const good = status ?? (returns || media ? 200 : 204);
  const waits = contract.mayWait ? [202] : [];
  const foreseen = contract.query === DryRun ? [200] : [];
  const statuses = [good, ...foreseen, ...waits, ...refusalsOf(contract).map(statusOf)].map(String);
  expect(Object.keys(operation.responses).sort()).toEqual([...new Set(statuses)].sort());
  for (const [code, { content }] of Object.entries(operation.responses))
    if (!code.startsWith("2"))
      expect(Object.keys(content ?? {})).toEqual(["application/problem+json"]);
  expect(operation.security).toEqual(allows === "anyone" ? undefined : [{ bearer: [] }]);
  expect(operation.requestBody !== undefined).toBe(body !== undefined);
  const named = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
  const inPath = [...contract.path.matchAll(/{(\w+)}/g)].map(([, one]) => `path ${one}`);
  expect(named).toEqual(expect.arrayContaining(inPath));
  expect(named.includes("query limit")).toBe(contract.lists === true || "previews" in contract);
  expect(named.includes("header If-Match")).toBe(ifMatch !== undefined);
  expect(named.includes("header Idempotency-Key")).toBe(Boolean(replays ?? resumes));
  expect(operation.summary, name).not.toBe("");
});

test("requires of a query what an endpoint does not go without", () => {
  const required = contracts.map(([name, contract]) => {
    const parameters = operationOf(contract).parameters.filter((one) => one.in === "query");
    return [name, parameters.flatMap((one) => (one.required ? one.name : []))] as const;
  });
  const missed = contracts.map(([name, { query }]) => {
    const issues = query?.().safeParse({}).error?.issues ?? [];
    return [name, issues.map(({ path }) => path[0])] as const;
  });
  expect(required).toEqual(missed);
  expect(required).toContainEqual(["people.search", ["q"]]);
});

test("says wherever one signs in that the account may be disabled or deleted", () => {
  for (const [name, contract] of contracts) {
    const { description = "" } = operationOf(contract).responses[403] ?? {};
    const told = ["user_disabled", "user_deleted"].map((code) => description.includes(code));
    expect([name, ...told]).toEqual([name, ...told.map(() => contract.allows !== "anyone")]);
  }
});

test.each(contracts.filter(([, { body }]) => body))(
  "has an example of %s that its schema takes",
  (name, { body }) => {
    const [noun = "", verb = ""] = name.split(".");
    expect(exampleOf(noun, verb)).toBeDefined();
    expect(body?.().safeParse(exampleOf(noun, verb)).error?.issues ?? []).toEqual([]);
  },
);

test("names in no schema what is kept to ourselves", () => {
  const text = JSON.stringify(document);
  for (const secret of ["hash", "round", "pk", "gsi1pk", "identities.subject", "acceptedBy"])
    expect(text).not.toContain(`"${secret}"`);
});
