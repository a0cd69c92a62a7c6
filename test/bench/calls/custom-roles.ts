import { newId } from "../../support/api.ts";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

const role = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };

async function withRole({ at }: Scene) {
  const customer = await aCustomer(at);
  await customer.owner.post(`${customer.path}/roles`, role);
  return { customer, by: customer.owner, path: `${customer.path}/roles/auditor` };
}

export const customRoles: Calls = {
  "customRoles.create": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const headers = { "idempotency-key": newId("key") };
    return { by: owner, method: "POST", path: `${path}/roles`, headers, body: role };
  },
  "customRoles.list": async (scene) => {
    const { by, customer } = await withRole(scene);
    return { by, method: "GET", path: `${customer.path}/roles` };
  },
  "customRoles.get": async (scene) => {
    const { by, path } = await withRole(scene);
    return { by, method: "GET", path };
  },
  "customRoles.update": async (scene) => {
    const { by, path } = await withRole(scene);
    const body = { permissions: ["customer.members.view"] };
    return { by, method: "PATCH", path, headers: anyVersion, body };
  },
  "customRoles.delete": async (scene) => {
    const { by, path } = await withRole(scene);
    return { by, method: "DELETE", path, headers: anyVersion };
  },
  "members.grantRole of the customer's own": async (scene) => {
    const { by, customer } = await withRole(scene);
    const { id } = await aPerson(undefined, scene.at);
    return { by, method: "PUT", path: `${customer.path}/members/${id}/roles/auditor`, body: {} };
  },
  "events.list by a role of the customer's own": async (scene) => {
    const { customer } = await withRole(scene);
    const member = await aMember(customer, ["auditor"], scene.at);
    return { by: member, method: "GET", path: `${customer.path}/events` };
  },
};
