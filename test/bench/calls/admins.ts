import { anAdmin, aPerson, theAdmin } from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** An administrator, and the one who may change their roles. */
async function withAdmin({ at }: Scene, roles: string[]) {
  const { id } = await anAdmin(roles, at);
  return { by: await theAdmin(at), path: `/v1/platform/admins/${id}` };
}

/** Asks for what somebody did, or what was done to them. */
async function logOf({ at }: Scene, filter: "actor" | "subject") {
  const by = await anAdmin(["compliance-manager"], at);
  return { by, method: "GET", path: `/v1/platform/events?${filter}=${by.id}` };
}

export const admins: Calls = {
  "events.listOnPlatform of 25": async ({ at }) => ({
    by: await theAdmin(at),
    method: "GET",
    path: "/v1/platform/events",
  }),
  "events.listOnPlatform by an actor": (scene) => logOf(scene, "actor"),
  "events.listOnPlatform about a subject": (scene) => logOf(scene, "subject"),
  "admins.list of 25": async ({ at }) => {
    const by = await theAdmin(at);
    const { items } = (await by.get("/v1/platform/admins")).body;
    for (let i = items.length; i < 25; i++) await anAdmin(["ops-support"], at);
    return { by, method: "GET", path: "/v1/platform/admins" };
  },
  "admins.get": async (scene) => ({
    ...(await withAdmin(scene, ["ops-support"])),
    method: "GET",
  }),
  "admins.setRoles": async (scene) => {
    const { by, path } = await withAdmin(scene, ["ops-support"]);
    const body = { roles: [{ role: "platform-engineer" }, { role: "finops-manager" }] };
    return { by, method: "PUT", path: `${path}/roles`, headers: anyVersion, body };
  },
  "admins.grantRole of the highest role": async ({ at }) => {
    const [by, { id }] = [await theAdmin(at), await aPerson(undefined, at)];
    const path = `/v1/platform/admins/${id}/roles/organization-admin`;
    return { by, method: "PUT", path, body: {} };
  },
  "admins.takeRole": async (scene) => {
    const { by, path } = await withAdmin(scene, ["ops-support", "compliance-manager"]);
    return { by, method: "DELETE", path: `${path}/roles/ops-support` };
  },
  "admins.remove": async (scene) => {
    const { by, path } = await withAdmin(scene, ["organization-admin"]);
    return { by, method: "DELETE", path, headers: anyVersion };
  },
};
