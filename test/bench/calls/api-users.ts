import { newId } from "../../support/api.ts";
import {
  aCustomer,
  aGroup,
  aKey,
  aMachine,
  anApiUser,
  aPerson,
  aPlatformMachine,
  theAdmin,
} from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";
import type { Place, Scene } from "../scene.ts";

/** Who manages API users, where, and one of them with a key. */
interface Managed {
  by: Awaited<ReturnType<typeof theAdmin>>;
  root: string;
  machine: Awaited<ReturnType<typeof aMachine>>;
}

async function ofCustomer({ at }: Scene): Promise<Managed> {
  const customer = await aCustomer(at);
  const machine = await aMachine(customer, undefined, at);
  return { by: customer.owner, root: `${customer.path}/api-users`, machine };
}

const platform = "/v1/platform/api-users";

/** The platform's keys are few, so the earliest ones make room. */
async function ofPlatform({ at }: Scene): Promise<Managed> {
  const by = await theAdmin(at);
  const { items } = (await by.get(`${platform}?limit=100`)).body;
  const ids = items.map(({ id }: { id: string }) => id).toSorted();
  for (const id of ids.slice(0, -35)) await by.delete(`${platform}/${id}`, anyVersion);
  const machine = await aPlatformMachine(["platform.customers.view"], at);
  return { by, root: platform, machine };
}

type Made = (scene: Scene) => Promise<Managed>;

/** The same calls at a customer and on the platform. */
function callsOf(suffix: "" | "OnPlatform", made: Made, permission: string): Calls {
  return {
    [`apiUsers.create${suffix}`]: async (scene) => {
      const { by, root: path } = await made(scene);
      const headers = { "idempotency-key": newId("key") };
      const body = { displayName: "Deployment", permissions: [permission] };
      return { by, method: "POST", path, headers, body };
    },
    [`apiUsers.list${suffix} of 25`]: async (scene) => {
      const { by, root } = await made(scene);
      const owner = { path: root.replace("/api-users", ""), owner: by };
      const { items } = (await by.get(root)).body;
      for (let i = items.length; i < 25; i++) await anApiUser(owner, [permission]);
      return { by, method: "GET", path: root };
    },
    [`apiUsers.get${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      return { by, method: "GET", path: machine.path };
    },
    [`apiUsers.update${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      const body = { displayName: "Delivery" };
      return { by, method: "PATCH", path: machine.path, headers: anyVersion, body };
    },
    [`apiUsers.delete${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      return { by, method: "DELETE", path: machine.path, headers: anyVersion };
    },
    [`apiKeys.create${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      const headers = { "idempotency-key": newId("key") };
      return { by, method: "POST", path: `${machine.path}/keys`, headers, body: {} };
    },
    [`apiKeys.list${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      return { by, method: "GET", path: `${machine.path}/keys` };
    },
    [`apiKeys.get${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      return { by, method: "GET", path: machine.key.path };
    },
    [`apiKeys.rotate${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      const body = { overlapMinutes: 60 };
      return { by, method: "POST", path: `${machine.key.path}/rotate`, body };
    },
    [`apiKeys.revoke${suffix}`]: async (scene) => {
      const { by, machine } = await made(scene);
      return { by, method: "DELETE", path: machine.key.path };
    },
  };
}

/** A key that somebody was shown who manages API users through a group alone. */
async function throughGroup(at: Place) {
  const customer = await aCustomer(at);
  const admin = await aPerson(undefined, at);
  await aGroup(customer, ["admin"], [admin]);
  const apiUser = await anApiUser(customer);
  const { caller } = await aKey(apiUser, admin, {}, at);
  return { by: caller, path: customer.path };
}

export const apiUsers: Calls = {
  ...callsOf("", ofCustomer, "customer.view"),
  ...callsOf("OnPlatform", ofPlatform, "platform.customers.view"),
  "projects.list with a key": async ({ at }) => {
    const customer = await aCustomer(at);
    const { key } = await aMachine(customer, undefined, at);
    return { by: key.caller, method: "GET", path: `${customer.path}/projects` };
  },
  "projects.list with a key that a group vouches for": async ({ at }) => {
    const { by, path } = await throughGroup(at);
    return { by, method: "GET", path: `${path}/projects` };
  },
  "customers.update with a key": async ({ at }) => {
    const customer = await aCustomer(at);
    const { key } = await aMachine(customer, undefined, at);
    const body = { displayName: "By a machine" };
    return { by: key.caller, method: "PATCH", path: customer.path, headers: anyVersion, body };
  },
};
