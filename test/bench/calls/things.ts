import { newId } from "../../support/api.ts";
import { aCustomer, anAdmin, type Person, theAdmin } from "../../support/given.ts";
import { aThing, aThingGroup, newThing, someKind, someThings } from "../../support/things.ts";
import { anyVersion, type Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** The kinds with attributes of their own do not differ: one stands for all. */
const kind = someKind("calls");

interface Place {
  path: string;
  owner: Person;
}

type Where = (scene: Scene) => Promise<Place>;

/** A customer that has had things, so that there are counters. */
const atCustomer: Where = async ({ at }) => {
  const customer = await aCustomer(at);
  await aThing(customer, kind);
  return customer;
};

/** The platform, which has too. */
const onPlatform: Where = async ({ at }) => {
  const platform = { path: "/v1/platform", owner: await theAdmin(at) };
  await aThing(platform, kind);
  return platform;
};

const many = (count: number) => Array.from({ length: count }, (_, i) => `Thing ${i}`);
const key = () => ({ "idempotency-key": newId("key") });

async function withThing(where: Where, scene: Scene) {
  const place = await where(scene);
  return { ...place, thing: await aThing(place, kind) };
}

async function withGroup(where: Where, scene: Scene) {
  const place = await where(scene);
  const group = await aThingGroup(place, kind);
  const [thing = ""] = await someThings(place, kind, ["In it"], { groups: [group.id] });
  return { ...place, group, inside: thing, outside: await aThing(place, kind) };
}

/** A request to each endpoint of one owner. */
const callsAt = (where: Where, on: string): Calls => ({
  [`things.create${on}`]: async (scene) => {
    const { owner, path } = await where(scene);
    const body = await newThing(kind, { owner, path });
    return { by: owner, method: "POST", path: `${path}/${kind}`, headers: key(), body };
  },
  [`things.createMany${on} of 96`]: async (scene) => {
    const { owner, path } = await where(scene);
    const body = { items: many(96).map((name) => ({ name })) };
    return { by: owner, method: "POST", path: `${path}/${kind}/bulk`, body };
  },
  [`things.list${on} of 25`]: async (scene) => {
    const place = await where(scene);
    await someThings(place, kind, many(30));
    return { by: place.owner, method: "GET", path: `${place.path}/${kind}` };
  },
  [`things.list${on} of the newest`]: async (scene) => {
    const { owner, path } = await where(scene);
    return { by: owner, method: "GET", path: `${path}/${kind}?order=newest` };
  },
  [`things.list${on} of a group`]: async (scene) => {
    const { owner, path, group } = await withGroup(where, scene);
    return { by: owner, method: "GET", path: `${path}/${kind}?group=${group.id}` };
  },
  [`things.count${on}`]: async (scene) => {
    const { owner, path } = await where(scene);
    return { by: owner, method: "GET", path: `${path}/things` };
  },
  [`things.get${on}`]: async (scene) => {
    const { owner, thing } = await withThing(where, scene);
    return { by: owner, method: "GET", path: thing.path };
  },
  [`things.get${on} of a view`]: async (scene) => {
    const place = await where(scene);
    const { path } = await aThing(place, "entity-views");
    return { by: place.owner, method: "GET", path };
  },
  [`things.update${on}`]: async (scene) => {
    const { owner, thing } = await withThing(where, scene);
    const body = { name: "Renamed" };
    return { by: owner, method: "PATCH", path: thing.path, headers: anyVersion, body };
  },
  [`things.delete${on}`]: async (scene) => {
    const { owner, thing } = await withThing(where, scene);
    return { by: owner, method: "DELETE", path: thing.path, headers: anyVersion };
  },
  [`things.deleteMany${on} of 2`]: async (scene) => {
    const place = await where(scene);
    const ids = await someThings(place, kind, many(2));
    const path = `${place.path}/${kind}/bulk-delete`;
    return { by: place.owner, method: "POST", path, body: { ids } };
  },
  [`things.deleteMany${on} of 2 in a dry run`]: async (scene) => {
    const place = await where(scene);
    const ids = await someThings(place, kind, many(2));
    const path = `${place.path}/${kind}/bulk-delete?dryRun=true`;
    return { by: place.owner, method: "POST", path, body: { ids } };
  },
  [`thingGroups.create${on}`]: async (scene) => {
    const { owner, path } = await where(scene);
    const body = { name: "Roof" };
    return { by: owner, method: "POST", path: `${path}/${kind}/groups`, headers: key(), body };
  },
  [`thingGroups.list${on}`]: async (scene) => {
    const { owner, path } = await withGroup(where, scene);
    return { by: owner, method: "GET", path: `${path}/${kind}/groups` };
  },
  [`thingGroups.get${on}`]: async (scene) => {
    const { owner, group } = await withGroup(where, scene);
    return { by: owner, method: "GET", path: group.path };
  },
  [`thingGroups.update${on}`]: async (scene) => {
    const { owner, group } = await withGroup(where, scene);
    const body = { name: "Attic" };
    return { by: owner, method: "PATCH", path: group.path, headers: anyVersion, body };
  },
  [`thingGroups.delete${on}`]: async (scene) => {
    const { owner, group } = await withGroup(where, scene);
    return { by: owner, method: "DELETE", path: group.path, headers: anyVersion };
  },
  [`thingGroups.addThing${on}`]: async (scene) => {
    const { owner, group, outside } = await withGroup(where, scene);
    return { by: owner, method: "PUT", path: `${group.path}/members/${outside.id}` };
  },
  [`thingGroups.removeThing${on}`]: async (scene) => {
    const { owner, group, inside } = await withGroup(where, scene);
    return { by: owner, method: "DELETE", path: `${group.path}/members/${inside}` };
  },
  [`thingGroups.changeThings${on} of 1`]: async (scene) => {
    const { owner, group, outside } = await withGroup(where, scene);
    const body = { add: [outside.id] };
    return { by: owner, method: "POST", path: `${group.path}/members`, body };
  },
});

export const things: Calls = {
  ...callsAt(atCustomer, ""),
  "things.changeOwner": async (scene) => {
    const { owner, thing } = await withThing(atCustomer, scene);
    const to = await atCustomer(scene);
    await to.owner.put(`${to.path}/members/${owner.id}/roles/admin`);
    const body = { customer: to.path.split("/").at(-1) };
    return { by: owner, method: "POST", path: `${thing.path}/owner`, body };
  },
  "homeDashboard.get": async (scene) => {
    const { owner, path } = await atCustomer(scene);
    const { id } = await aThing({ owner, path }, "dashboards");
    await owner.patch(path, { homeDashboardId: id }, anyVersion);
    return { by: owner, method: "GET", path: `${path}/home-dashboard` };
  },
  "things.setQuota": async (scene) => {
    const { path } = await atCustomer(scene);
    const support = await anAdmin(["ops-support"], scene.at);
    return { by: support, method: "PUT", path: `${path}/${kind}/quota`, body: { quota: 5000 } };
  },
  ...callsAt(onPlatform, "OnPlatform"),
  "things.changeOwnerOnPlatform": async (scene) => {
    const { owner, thing } = await withThing(onPlatform, scene);
    const { path } = await atCustomer(scene);
    const body = { customer: path.split("/").at(-1) };
    return { by: owner, method: "POST", path: `${thing.path}/owner`, body };
  },
};
