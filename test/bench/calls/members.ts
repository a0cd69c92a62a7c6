import { aCustomer, aMember, aPerson, theAdmin } from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** A customer with one member besides its owner. */
async function withMember({ at }: Scene, roles: string[]) {
  const customer = await aCustomer(at);
  const member = await aMember(customer, roles, at);
  return { by: customer.owner, path: `${customer.path}/members/${member.id}` };
}

export const members: Calls = {
  "members.list of 25": ({ crowd: { owner, path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/members`,
  }),
  "members.get": ({ crowd: { owner, path }, employee }) => ({
    by: owner,
    method: "GET",
    path: `${path}/members/${employee.id}`,
  }),
  "members.join": async ({ at }) => {
    const { path } = await aCustomer(at);
    return { by: await theAdmin(at), method: "POST", path: `${path}/join` };
  },
  "members.setRoles": async (scene) => {
    const { by, path } = await withMember(scene, ["employee"]);
    const body = { roles: [{ role: "employee" }, { role: "admin" }] };
    return { by, method: "PUT", path: `${path}/roles`, headers: anyVersion, body };
  },
  "members.grantRole to somebody new": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const { id } = await aPerson(undefined, at);
    return { by: owner, method: "PUT", path: `${path}/members/${id}/roles/employee`, body: {} };
  },
  "members.takeRole": async (scene) => {
    const { by, path } = await withMember(scene, ["employee", "admin"]);
    return { by, method: "DELETE", path: `${path}/roles/employee` };
  },
  "members.remove": async (scene) => {
    const { by, path } = await withMember(scene, ["employee"]);
    return { by, method: "DELETE", path, headers: anyVersion };
  },
};
