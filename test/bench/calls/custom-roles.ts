import { newId } from "../../support/api.ts";
import {
  aCustomer,
  aMember,
  aPerson,
  aPilot,
  aProject,
  aProjectRole,
  theAdmin,
} from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

const role = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };

async function withRole({ at }: Scene) {
  const customer = await aCustomer(at);
  await customer.owner.post(`${customer.path}/roles`, role);
  return { customer, by: customer.owner, path: `${customer.path}/roles/auditor` };
}

/** A member who is to hold a project role that the platform has. */
async function onProject({ at }: Scene) {
  const customer = await aCustomer(at);
  const [project, role] = [await aProject(customer), await aProjectRole({}, at)];
  const member = await aMember(customer, ["employee"], at);
  const path = `${project.path}/members/${member.id}/roles/${role.id}`;
  return { by: customer.owner, member, project, path };
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
  "customRoles.createOnPlatform": async ({ at }) => {
    const headers = { "idempotency-key": newId("key") };
    const by = await theAdmin(at);
    return { by, method: "POST", path: "/v1/platform/project-roles", headers, body: aPilot() };
  },
  "customRoles.listOnPlatform": async ({ at }) => {
    const by = await theAdmin(at);
    return { by, method: "GET", path: "/v1/platform/project-roles" };
  },
  "customRoles.getOnPlatform": async ({ at }) => {
    const { admin: by, path } = await aProjectRole({}, at);
    return { by, method: "GET", path };
  },
  "customRoles.updateOnPlatform": async ({ at }) => {
    const { admin: by, path } = await aProjectRole({}, at);
    return { by, method: "PATCH", path, headers: anyVersion, body: { rank: 3 } };
  },
  "customRoles.deleteOnPlatform": async ({ at }) => {
    const { admin: by, path } = await aProjectRole({}, at);
    return { by, method: "DELETE", path, headers: anyVersion };
  },
  "projectMembers.grantRole of the platform's": async (scene) => {
    const { by, path } = await onProject(scene);
    return { by, method: "PUT", path, body: {} };
  },
  "projects.get by a role of the platform's": async (scene) => {
    const { by, member, project, path } = await onProject(scene);
    await by.put(path);
    return { by: member, method: "GET", path: project.path };
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
