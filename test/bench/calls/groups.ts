import { newId } from "../../support/api.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anAdminGroup,
  aPerson,
  aProject,
  theAdmin,
} from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** A customer with a group that lets people in. */
async function withGroup({ at }: Scene, people = 0) {
  const customer = await aCustomer(at);
  const members = await Promise.all(Array.from({ length: people }, () => aPerson(undefined, at)));
  const { path, id } = await aGroup(customer, ["employee"], members);
  return { customer, by: customer.owner, path, id, members };
}

/** Somebody who has a customer and a project of it through groups alone. */
async function throughGroups(scene: Scene, groups: number) {
  const { at } = scene;
  const customer = await aCustomer(at);
  const [project, person] = [await aProject(customer), await aPerson(undefined, at)];
  for (let i = 0; i < groups; i++) {
    const { id } = await aGroup(customer, ["employee"], [person]);
    await customer.owner.put(`${project.path}/members/${id}/roles/reader`);
  }
  return { by: person, path: project.path };
}

/** A group of the platform, somebody in it, and who appoints. */
async function onPlatform({ at }: Scene, roles: string[] = ["organization-user"]) {
  const member = await aPerson(undefined, at);
  const { admin, path, id } = await anAdminGroup(roles, [member], at);
  return { by: admin, path, id, member };
}

export const groups: Calls = {
  "groups.create": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const headers = { "idempotency-key": newId("key") };
    const body = { identifier: newId("g"), displayName: "Night shift" };
    return { by: owner, method: "POST", path: `${path}/groups`, headers, body };
  },
  "groups.list of 25": async ({ at }) => {
    const customer = await aCustomer(at);
    await Promise.all(Array.from({ length: 25 }, () => aGroup(customer)));
    return { by: customer.owner, method: "GET", path: `${customer.path}/groups` };
  },
  "groups.get": async (scene) => {
    const { by, path } = await withGroup(scene);
    return { by, method: "GET", path };
  },
  "groups.update": async (scene) => {
    const { by, path } = await withGroup(scene);
    const body = { displayName: "Day shift" };
    return { by, method: "PATCH", path, headers: anyVersion, body };
  },
  "groups.delete": async (scene) => {
    const { by, path } = await withGroup(scene);
    return { by, method: "DELETE", path, headers: anyVersion };
  },
  "groupMembers.list of 25": async (scene) => {
    const { by, path } = await withGroup(scene, 25);
    return { by, method: "GET", path: `${path}/members` };
  },
  "groupMembers.add": async (scene) => {
    const [{ by, path }, person] = [await withGroup(scene), await aPerson(undefined, scene.at)];
    return { by, method: "PUT", path: `${path}/members/${person.id}` };
  },
  "groupMembers.remove": async (scene) => {
    const { by, path, members } = await withGroup(scene, 1);
    return { by, method: "DELETE", path: `${path}/members/${members[0]?.id}` };
  },
  "groupMembers.change of 1": async (scene) => {
    const [{ by, path }, person] = [await withGroup(scene), await aPerson(undefined, scene.at)];
    return { by, method: "POST", path: `${path}/members`, body: { add: [person.id] } };
  },
  "members.grantRole to a group": async (scene) => {
    const { customer, by, id } = await withGroup(scene);
    const path = `${customer.path}/members/${id}/roles/admin`;
    return { by, method: "PUT", path, body: {} };
  },
  "projectMembers.grantRole to somebody in a group": async (scene) => {
    const { customer, by, members } = await withGroup(scene, 1);
    const project = await aProject(customer);
    const path = `${project.path}/members/${members[0]?.id}/roles/user`;
    return { by, method: "PUT", path, body: {} };
  },
  "projects.get through a group": async (scene) => ({
    ...(await throughGroups(scene, 1)),
    method: "GET",
  }),
  "groups.createOnPlatform": async ({ at }) => {
    const by = await theAdmin(at);
    const headers = { "idempotency-key": newId("key") };
    const body = { identifier: newId("g"), displayName: "On call" };
    return { by, method: "POST", path: "/v1/platform/groups", headers, body };
  },
  "groups.listOnPlatform": async ({ at }) => {
    const by = await theAdmin(at);
    return { by, method: "GET", path: "/v1/platform/groups" };
  },
  "groups.getOnPlatform": async (scene) => {
    const { by, path } = await onPlatform(scene);
    return { by, method: "GET", path };
  },
  "groups.updateOnPlatform": async (scene) => {
    const { by, path } = await onPlatform(scene);
    const body = { displayName: "On duty" };
    return { by, method: "PATCH", path, headers: anyVersion, body };
  },
  "groups.deleteOnPlatform": async (scene) => {
    const { by, path } = await onPlatform(scene);
    return { by, method: "DELETE", path, headers: anyVersion };
  },
  "groupMembers.listOnPlatform": async (scene) => {
    const { by, path } = await onPlatform(scene);
    return { by, method: "GET", path: `${path}/members` };
  },
  "groupMembers.addOnPlatform": async (scene) => {
    const [{ by, path }, person] = [await onPlatform(scene), await aPerson(undefined, scene.at)];
    return { by, method: "PUT", path: `${path}/members/${person.id}` };
  },
  "groupMembers.removeOnPlatform": async (scene) => {
    const { by, path, member } = await onPlatform(scene);
    return { by, method: "DELETE", path: `${path}/members/${member.id}` };
  },
  "groupMembers.changeOnPlatform of 1": async (scene) => {
    const [{ by, path }, person] = [await onPlatform(scene), await aPerson(undefined, scene.at)];
    return { by, method: "POST", path: `${path}/members`, body: { add: [person.id] } };
  },
  "admins.grantRole to a group": async (scene) => {
    const { by, id } = await onPlatform(scene);
    return { by, method: "PUT", path: `/v1/platform/admins/${id}/roles/ops-support`, body: {} };
  },
  "admins.get of somebody in a group of the platform": async (scene) => {
    const { member, id } = await onPlatform(scene);
    return { by: member, method: "GET", path: `/v1/platform/admins/${id}` };
  },
  "admins.grantRole of somebody in a group of the platform": async (scene) => {
    const { member } = await onPlatform(scene, ["organization-admin"]);
    const { id } = await aPerson(undefined, scene.at);
    const path = `/v1/platform/admins/${id}/roles/ops-support`;
    return { by: member, method: "PUT", path, body: {} };
  },
  "members.takeRole of somebody in a group": async (scene) => {
    const { customer, by, id } = await withGroup(scene);
    const member = await aMember(customer, ["employee"], scene.at);
    await by.put(`${customer.path}/groups/${id}/members/${member.id}`);
    const path = `${customer.path}/members/${member.id}/roles/employee`;
    return { by, method: "DELETE", path };
  },
};
