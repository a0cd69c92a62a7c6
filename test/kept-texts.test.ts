import { expect, test } from "vitest";
import { keys } from "../shared/table/schema.ts";
import { aCustomer, aProject } from "./support/given.ts";
import { tableOf } from "./support/table.ts";

/** A name that could be given before rules were what they are. */
const former = "Acme://before";

const any = { "if-match": "*" };

test("a customer that was named by other rules is shown as it is, and can be renamed", async () => {
  const { id, owner, path } = await aCustomer();
  const address = { city: former };
  const tags = { [former]: [former] };
  await tableOf().change(keys.customer({ customer: id }), { displayName: former, address, tags });
  expect((await owner.get(path)).body).toMatchObject({ displayName: former, address, tags });
  expect((await owner.get("/v1/customers")).body.items).toMatchObject([{ displayName: former }]);
  expect((await owner.patch(path, { displayName: former }, any)).status).toBe(400);
  const renamed = await owner.patch(path, { displayName: "Acme" }, any);
  expect(renamed.body).toMatchObject({ displayName: "Acme", address, tags });
});

test("a project that was named by other rules is shown as it is, and can be renamed", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const { id: project, path } = await aProject(customer);
  const key = keys.project({ customer: customer.id, project });
  const tags = { [former]: [former] };
  await tableOf().change(key, { displayName: former, tags });
  expect((await owner.get(path)).body).toMatchObject({ displayName: former, tags });
  const { items } = (await owner.get(`${customer.path}/projects`)).body;
  expect(items).toMatchObject([{ displayName: former }]);
  expect((await owner.patch(path, { displayName: "Project" }, any)).status).toBe(200);
});

test("a thing with more attributes than it could be given now can be renamed", async () => {
  const { owner, path } = await aCustomer();
  const { id } = (await owner.post(`${path}/devices`, { name: "Meter" })).body;
  const attributes = { notes: "x".repeat(9_000) };
  const stored = { attributes: JSON.stringify(attributes) };
  await tableOf().change(keys.thing({ thing: id }), stored);
  const renamed = await owner.patch(`${path}/devices/${id}`, { name: "Gauge" }, any);
  expect(renamed.body).toMatchObject({ name: "Gauge", attributes });
});

test("a view of what it could not name now is shown as it is, and can be renamed", async () => {
  const { owner, path } = await aCustomer();
  const { id: thing } = (await owner.post(`${path}/devices`, { name: "Meter" })).body;
  const asked = { name: "View", thing, shows: ["volts"] };
  const { id } = (await owner.post(`${path}/entity-views`, asked)).body;
  const shows = ["a\u202eb"];
  await tableOf().change(keys.thing({ thing: id }), { shows });
  const view = `${path}/entity-views/${id}`;
  expect((await owner.get(view)).body.shows).toEqual(shows);
  expect((await owner.patch(view, { name: "Sight" }, any)).body).toMatchObject({ shows });
});

const keyOf = {
  groups: (group: string) => keys["user group"]({ group }),
  "api-users": (apiUser: string) => keys["api user"]({ apiUser }),
  "customer-groups": (group: string) => keys["customer group"]({ group }),
  devices: (thing: string) => keys.thing({ thing }),
  "devices/groups": (group: string) => keys["thing group"]({ group }),
};

test.each([
  ["groups", "displayName", { identifier: "readers" }],
  ["api-users", "displayName", { permissions: ["customer.view"] }],
  ["customer-groups", "displayName", {}],
  ["devices", "name", {}],
  ["devices/groups", "name", {}],
] as const)(
  "one of %s that was named by other rules is shown as it is",
  async (list, field, more) => {
    const { owner, path } = await aCustomer();
    const { id } = (await owner.post(`${path}/${list}`, { [field]: "Now", ...more })).body;
    await tableOf().change(keyOf[list](id), { [field]: former });
    expect((await owner.get(`${path}/${list}/${id}`)).body).toMatchObject({ [field]: former });
    const { items } = (await owner.get(`${path}/${list}`)).body;
    expect(items).toContainEqual(expect.objectContaining({ id, [field]: former }));
    await tableOf().change(keyOf[list](id), { [field]: "Now" });
  },
);
