import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup, aTopGroup } from "../../support/below.ts";
import { aCustomer, theAdmin } from "../../support/given.ts";
import { anyVersion, type Call, type Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** Groups of somebody: of a customer that has two below it, or of the platform. */
interface Place {
  by: Call["by"];
  groups: string;
  group: string;
  child: string;
  spare: string;
  holder: string;
}

async function atCustomer({ at }: Scene): Promise<Place> {
  const top = await aCustomer(at);
  const { path, child, spare, holder } = await aCustomerGroup(top, at);
  return {
    by: top.owner,
    groups: `${top.path}/customer-groups`,
    group: path,
    child: child.id,
    spare: spare.id,
    holder: holder.id,
  };
}

async function onPlatform({ at }: Scene): Promise<Place> {
  const by = await theAdmin(at);
  const children = [await aCustomer(at), await aCustomer(at)];
  const { path, child, spare, holder } = await aTopGroup(by, children, at);
  return {
    by,
    groups: "/v1/platform/customer-groups",
    group: path,
    child: child.id,
    spare: spare.id,
    holder: holder.id,
  };
}

/** A call of each endpoint about groups of customers. */
const callsAt = (placeOf: (scene: Scene) => Promise<Place>, suffix: string): Calls => {
  const named = {
    create: ({ by, groups }: Place) => ({
      by,
      method: "POST",
      path: groups,
      body: { displayName: newId("Group") },
    }),
    list: ({ by, groups }: Place) => ({ by, method: "GET", path: groups }),
    get: ({ by, group }: Place) => ({ by, method: "GET", path: group }),
    update: ({ by, group }: Place) => ({
      by,
      method: "PATCH",
      path: group,
      headers: anyVersion,
      body: { displayName: newId("Group") },
    }),
    delete: ({ by, group }: Place) => ({
      by,
      method: "DELETE",
      path: group,
      headers: anyVersion,
    }),
    listCustomers: ({ by, group }: Place) => ({ by, method: "GET", path: `${group}/customers` }),
    addCustomer: ({ by, group, spare }: Place) => ({
      by,
      method: "PUT",
      path: `${group}/customers/${spare}`,
    }),
    removeCustomer: ({ by, group, child }: Place) => ({
      by,
      method: "DELETE",
      path: `${group}/customers/${child}`,
    }),
    changeCustomers: ({ by, group, spare }: Place) => ({
      by,
      method: "POST",
      path: `${group}/customers`,
      body: { add: [spare] },
    }),
    listMembers: ({ by, group }: Place) => ({ by, method: "GET", path: `${group}/members` }),
    grantRole: ({ by, group, holder }: Place) => ({
      by,
      method: "PUT",
      path: `${group}/members/${holder}/roles/admin`,
      body: {},
    }),
    takeRole: ({ by, group, holder }: Place) => ({
      by,
      method: "DELETE",
      path: `${group}/members/${holder}/roles/employee`,
    }),
  };
  return Object.fromEntries(
    Object.entries(named).map(([verb, call]) => [
      `customerGroups.${verb}${suffix}`,
      async (scene: Scene): Promise<Call> => call(await placeOf(scene)),
    ]),
  );
};

export const customerGroups: Calls = {
  ...callsAt(atCustomer, ""),
  ...callsAt(onPlatform, "OnPlatform"),
  "customerGroups.grantRole until an end": async (scene) => {
    const { by, group, holder } = await atCustomer(scene);
    const body = { expiresAt: new Date(Date.now() + 90 * 86_400_000).toISOString() };
    return { by, method: "PUT", path: `${group}/members/${holder}/roles/employee`, body };
  },
  "customerGroups.listCustomers of 25": async ({ at }) => {
    const top = await aCustomer(at);
    const { path } = await aCustomerGroup(top, at);
    const add: string[] = [];
    for (let i = 0; i < 25; i++) add.push((await aCustomerBelow(top, top.owner)).id);
    await top.owner.post(`${path}/customers`, { add });
    return { by: top.owner, method: "GET", path: `${path}/customers` };
  },
  "access.check through a group of customers": async ({ at }) => {
    const top = await aCustomer(at);
    const { child, holder } = await aCustomerGroup(top, at);
    const questions = [{ customer: child.id, permission: "customer.view" }];
    return { by: holder, method: "POST", path: "/v1/access/check", body: { questions } };
  },
};
