import { newAddress, newId } from "../../support/api.ts";
import { aCustomer, aPerson, theAdmin } from "../../support/given.ts";
import { disable, disableCustomer, planFor } from "../../support/invite.ts";
import type { Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

const body = { reason: "The contract has ended" };

async function withUser({ at }: Scene) {
  const { id } = await aPerson(undefined, at);
  return { id, by: await theAdmin(at), path: `/v1/platform/users/${id}` };
}

export const users: Calls = {
  "users.list of 10": async ({ at }) => ({
    by: await theAdmin(at),
    method: "GET",
    path: "/v1/platform/users?limit=10",
  }),
  "users.create": async ({ at }) => ({
    by: await theAdmin(at),
    method: "POST",
    path: "/v1/platform/users",
    headers: { "idempotency-key": newId("key") },
    body: { email: newAddress(), firstName: "Ada", lastName: "Lovelace" },
  }),
  "users.get": async (scene) => {
    const { by, path } = await withUser(scene);
    return { by, method: "GET", path };
  },
  "users.export": async (scene) => {
    const { by, path } = await withUser(scene);
    return { by, method: "GET", path: `${path}/export` };
  },
  "users.update": async (scene) => {
    const { by, path } = await withUser(scene);
    const headers = { "if-match": '"1"' };
    return { by, method: "PATCH", path, headers, body: { firstName: "Grace" } };
  },
  "users.addIdentity": async (scene) => {
    const { by, path } = await withUser(scene);
    const identity = { issuer: "https://login.example.org", subject: newId("sub") };
    return { by, method: "POST", path: `${path}/identities`, body: identity };
  },
  "users.delete": async (scene) => {
    const { by, path } = await withUser(scene);
    return { by, method: "DELETE", path };
  },
  "users.delete in a dry run": async (scene) => {
    const { by, path } = await withUser(scene);
    return { by, method: "DELETE", path: `${path}?dryRun=true`, status: 200 };
  },
  "users.disable": async (scene) => {
    const { by, path } = await withUser(scene);
    return { by, method: "POST", path: `${path}/disable`, body };
  },
  "users.enable": async (scene) => {
    const { id, by, path } = await withUser(scene);
    await disable(id, scene.at);
    return { by, method: "POST", path: `${path}/enable`, body };
  },
  "customers.createFor two people": async ({ at }) => ({
    by: await theAdmin(at),
    method: "POST",
    path: "/v1/platform/customers",
    headers: { "idempotency-key": newId("key") },
    body: {
      id: newId(),
      displayName: "Acme Limited",
      people: [planFor(newAddress(), { roles: ["owner"] }), planFor()],
    },
  }),
  "customers.listAll of 10": async ({ at }) => ({
    by: await theAdmin(at),
    method: "GET",
    path: "/v1/platform/customers?limit=10",
  }),
  "customers.disable": async ({ at }) => {
    const { path } = await aCustomer(at);
    return { by: await theAdmin(at), method: "POST", path: `${path}/disable`, body };
  },
  "customers.enable": async ({ at }) => {
    const { id, path } = await aCustomer(at);
    await disableCustomer(id, at);
    return { by: await theAdmin(at), method: "POST", path: `${path}/enable`, body };
  },
};
