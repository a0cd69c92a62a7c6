import { expect } from "vitest";
import type { Contract } from "../../shared/api/contract.ts";
import * as api from "../../shared/api/index.ts";
import { refusalsOf } from "../../shared/api/refusals.ts";
import { type RefusalCode, statusOf } from "../../shared/model/refusal.ts";
import { type Call, endpointOf } from "../bench/call.ts";
import { calls } from "../bench/calls.ts";
import { grant, type Scene } from "../bench/scene.ts";
import type { Answer } from "./api.ts";
import { aCustomer, aMember, aPerson, aProject } from "./given.ts";

type Made = (scene: Scene) => Call | Promise<Call>;

/** Every endpoint with its contract and one way to call it that succeeds. */
export const endpoints = Object.entries(api).flatMap(([noun, verbs]) =>
  Object.entries(verbs as Record<string, Contract>).map(([verb, contract]) => {
    const name = `${noun}.${verb}`;
    const [, make] = Object.entries<Made>(calls).find(([call]) => endpointOf(call) === name) ?? [];
    if (!make) throw new Error(`nothing calls ${name}`);
    return { name, contract, make };
  }),
);

/** A host with one of everything. */
export async function aScene(at: Scene["at"]): Promise<Scene> {
  const crowd = await aCustomer(at);
  const project = await aProject(crowd);
  const employee = await aMember(crowd, ["employee"], at);
  await grant(crowd, project.path, employee);
  const founder = await aPerson(undefined, at);
  return { at, crowd, project, employee, founder };
}

/** What every answer says about itself; only what documents are shown with may be kept. */
export function expectHeaders({ headers }: Answer, { media }: Partial<Contract> = {}) {
  if (media !== "*/*") expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
  expect(headers.get("x-request-id")).toMatch(/^\S{1,128}$/);
}

/** A refusal in its form, with a code that its endpoint documents. */
export function expectRefusal(answer: Answer, contract?: Contract) {
  const { status, headers, body } = answer;
  expectHeaders(answer);
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(body).toMatchObject({
    type: `/docs#${body.code}`,
    status,
    title: expect.any(String),
    detail: expect.any(String),
    requestId: headers.get("x-request-id"),
  });
  expect(status).toBe(statusOf(body.code as RefusalCode));
  if (contract) expect(refusalsOf(contract)).toContain(body.code);
}
