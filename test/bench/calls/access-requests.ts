import { askedOnPlatform, aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress } from "../../support/api.ts";
import { anAdmin, type Person, theAdmin } from "../../support/given.ts";
import { planFor } from "../../support/invite.ts";
import type { Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** A request that waits for the second of two people. */
async function waiting({ at }: Scene, minApprovals = 2) {
  const customer = await aWatchedCustomer(minApprovals, at);
  const { request } = await customer.ask();
  return { ...customer, by: customer.second, at: `${customer.path}/access-requests/${request}` };
}

const post = (by: Person, path: string, body?: object) => ({
  by,
  method: "POST",
  path,
  ...(body && { body }),
});

export const accessRequests: Calls = {
  "accessRequests.list": async (scene) => {
    const { by, path } = await waiting(scene);
    return { by, method: "GET", path: `${path}/access-requests` };
  },
  "accessRequests.get": async (scene) => {
    const { by, at } = await waiting(scene);
    return { by, method: "GET", path: at };
  },
  "accessRequests.approve with the last word": async (scene) => {
    const { by, at } = await waiting(scene);
    return post(by, `${at}/approve`);
  },
  "accessRequests.approve with another word": async (scene) => {
    const { by, at } = await waiting(scene, 3);
    return post(by, `${at}/approve`);
  },
  "accessRequests.decline": async (scene) => {
    const { by, at } = await waiting(scene);
    return post(by, `${at}/decline`, {});
  },
  "accessRequests.withdraw": async (scene) => {
    const { owner, at } = await waiting(scene);
    return post(owner, `${at}/withdraw`);
  },
  "accessRequests.listOpen": async ({ at }) => ({
    by: await anAdmin(["ops-support"], at),
    method: "GET",
    path: "/v1/access-requests",
  }),
  "accessRequests.listOnPlatform": async ({ at }) => ({
    by: await theAdmin(at),
    method: "GET",
    path: "/v1/platform/access-requests",
  }),
  "accessRequests.getOnPlatform": async ({ at }) => {
    const { path } = await askedOnPlatform(at);
    return { by: await theAdmin(at), method: "GET", path };
  },
  "accessRequests.approveOnPlatform": async ({ at }) => {
    const { path } = await askedOnPlatform(at);
    return post(await anAdmin(["organization-admin"], at), `${path}/approve`);
  },
  "accessRequests.declineOnPlatform": async ({ at }) => {
    const { path } = await askedOnPlatform(at);
    return post(await anAdmin(["organization-admin"], at), `${path}/decline`, {});
  },
  "accessRequests.withdrawOnPlatform": async ({ at }) => {
    const { path } = await askedOnPlatform(at);
    return post(await theAdmin(at), `${path}/withdraw`);
  },
  "pending.list": async (scene) => {
    const { owner, path } = await waiting(scene);
    return { by: owner, method: "GET", path: `${path}/pending` };
  },
  "invitations.send by oneself": async ({ at }) => {
    const { owner, path } = await aWatchedCustomer(2, at);
    const { body } = await owner.post(`${path}/invitations`, planFor(newAddress("held")));
    return { ...post(owner, `${path}/invitations/${body.asks.invitation}/send`), status: 409 };
  },
};
