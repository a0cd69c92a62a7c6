import { newId } from "../../support/api.ts";
import { aCustomer, aMember, anAdmin, aPerson, aProject, theAdmin } from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";
import { grant, type Scene } from "../scene.ts";

/** A customer with a project. */
async function withProject({ at }: Scene) {
  const customer = await aCustomer(at);
  const project = await aProject(customer);
  return { customer, project, by: customer.owner };
}

/** A deleted project of a customer. */
async function deleted(scene: Scene) {
  const { by, project } = await withProject(scene);
  const body = { confirm: project.id, reason: "Replaced by another one" };
  return { by, method: "POST", path: `${project.path}/delete`, body };
}

async function withRole(scene: Scene) {
  const { customer, project, by } = await withProject(scene);
  const member = await aMember(customer, ["employee"], scene.at);
  await grant(customer, project.path, member);
  return { by, path: `${project.path}/members/${member.id}` };
}

export const projects: Calls = {
  "projects.create": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const headers = { "idempotency-key": newId("key") };
    const body = { id: newId("p"), displayName: "Website" };
    return { by: owner, method: "POST", path: `${path}/projects`, headers, body };
  },
  "projects.list of 25": ({ crowd: { owner, path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/projects`,
  }),
  "projects.list of the 25 of an employee": ({ crowd: { path }, employee }) => ({
    by: employee,
    method: "GET",
    path: `${path}/projects`,
  }),
  "projects.listAll of 25": async ({ at, crowd }) => ({
    by: await theAdmin(at),
    method: "GET",
    path: `/v1/platform/projects?q=${crowd.id}`,
  }),
  "projects.exportAll of 25": async ({ at, crowd }) => {
    const by = await theAdmin(at);
    return { by, method: "GET", path: `/v1/platform/projects/export?q=${crowd.id}` };
  },
  "quotas.get": ({ crowd: { owner, path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/quotas`,
  }),
  "quotas.exportAll of 25": async ({ at }) => {
    const [owner, by] = [await aPerson(undefined, at), await theAdmin(at)];
    const q = newId("counted");
    const made = Array.from({ length: 26 }, (_, i) => ({ id: `${q}-${i}`, displayName: "Acme" }));
    await Promise.all(made.map((customer) => owner.post("/v1/customers", customer)));
    return { by, method: "GET", path: `/v1/platform/quotas/export?q=${q}&limit=100` };
  },
  "projects.get": ({ project: { path }, employee }) => ({ by: employee, method: "GET", path }),
  "projects.setQuota": async ({ at }) => {
    const { path } = await aCustomer(at);
    const by = await anAdmin(["ops-support"], at);
    return { by, method: "PUT", path: `${path}/projects/quota`, body: { quota: 250 } };
  },
  "projects.update": async (scene) => {
    const { by, project } = await withProject(scene);
    const body = { displayName: "New website" };
    return { by, method: "PATCH", path: project.path, headers: anyVersion, body };
  },
  "projects.delete": async (scene) => ({
    ...(await deleted(scene)),
    headers: { "idempotency-key": newId("key") },
  }),
  "projects.delete in a dry run": async (scene) => {
    const { path, ...call } = await deleted(scene);
    return { ...call, path: `${path}?dryRun=true`, status: 200 };
  },
  "operations.get": async (scene) => {
    const { by, path, body } = await deleted(scene);
    const { body: started } = await by.post(path, body);
    return { by, method: "GET", path: `/v1/operations/${started.id}` };
  },
  "projectMembers.list of 25": ({ crowd: { owner }, project: { path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/members`,
  }),
  "projectMembers.grantRole": async (scene) => {
    const { customer, project, by } = await withProject(scene);
    const { id } = await aMember(customer, ["employee"], scene.at);
    return { by, method: "PUT", path: `${project.path}/members/${id}/roles/user`, body: {} };
  },
  "projectMembers.takeRole": async (scene) => {
    const { by, path } = await withRole(scene);
    return { by, method: "DELETE", path: `${path}/roles/reader` };
  },
  "projectMembers.remove": async (scene) => {
    const { by, path } = await withRole(scene);
    return { by, method: "DELETE", path, headers: anyVersion };
  },
};
