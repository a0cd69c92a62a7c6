import { newId } from "../../support/api.ts";
import { aCustomer, aPendingProject, aProject, aTenant, theAdmin } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import type { Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** A project with as many tenants. */
async function withTenants({ at }: Scene, count: number) {
  const customer = await aCustomer(at);
  const project = await aProject(customer);
  const tenants = [];
  for (let i = 0; i < count; i++) tenants.push(await aTenant(project, customer.owner));
  return { by: customer.owner, project, path: tenants[0]?.path as string };
}

/** A tenant that is to be deleted with its project, as one of so many. */
async function pending({ at }: Scene, count: number) {
  const { tenants } = await aPendingProject(await aCustomer(at), count);
  return { by: await theAdmin(at), method: "POST", path: tenants[0].path } as const;
}

/** A word about such a tenant. */
const decided = async (scene: Scene, count: number, decision: "confirm" | "decline") => {
  const { by, method, path } = await pending(scene, count);
  const body = decision === "decline" ? { body: { reason: "A database is in use" } } : {};
  return { by, method, path: `${path}/${decision}-deletion`, ...body };
};

export const tenants: Calls = {
  "tenants.create": async (scene) => {
    const { by, project } = await withTenants(scene, 1);
    const headers = { "idempotency-key": newId("key") };
    const body = { platform: "aws", landingZone: "sandbox", identifier: newId("account") };
    return { by, method: "POST", path: `${project.path}/tenants`, headers, body };
  },
  "tenants.list of 25": async (scene) => {
    const { by, project } = await withTenants(scene, 25);
    return { by, method: "GET", path: `${project.path}/tenants` };
  },
  "tenants.get": async (scene) => {
    const { by, path } = await withTenants(scene, 1);
    return { by, method: "GET", path };
  },
  "projects.delete with three tenants": async (scene) => {
    const { by, project } = await withTenants(scene, 3);
    const body = { confirm: project.id, reason: "Replaced by another one" };
    const headers = { "idempotency-key": newId("key") };
    return { by, method: "POST", path: `${project.path}/delete`, headers, body };
  },
  "tenants.confirmDeletion of one of three": (scene) => decided(scene, 3, "confirm"),
  "tenants.confirmDeletion of the last": (scene) => decided(scene, 1, "confirm"),
  "tenants.declineDeletion of one of three": (scene) => decided(scene, 3, "decline"),
  "tenants.listPending of 25": async (scene) => {
    const { by } = await pending(scene, 25);
    const path = "/v1/platform/tenants?state=pending";
    await until(async () => (await by.get(path)).body.items.length === 25, "the index");
    return { by, method: "GET", path };
  },
};
