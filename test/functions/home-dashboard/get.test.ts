import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aMember, aPerson, type Person, theAdmin } from "../../support/given.ts";
import { importLines } from "../../support/imports.ts";
import { aThing } from "../../support/things.ts";

const any = { "if-match": "*" };
const choose = (by: Person, path: string, homeDashboardId: string | null) =>
  by.patch(path, { homeDashboardId }, any);

const homeOf = async (who: Person, { path }: { path: string }) => {
  const { body } = await who.get(`${path}/home-dashboard`);
  return [body.chosenBy, body.dashboard?.id];
};

test("is one's own, the customer's, or that of the nearest customer above", async () => {
  const top = await aCustomer();
  const middle = await aCustomerBelow(top, top.owner);
  const below = await aCustomerBelow(middle, top.owner);
  const { owner } = top;
  const member = await aMember(top, ["employee"]);
  expect(await homeOf(member, below)).toEqual([undefined, undefined]);
  const [high, near, own, mine] = [
    await aThing(top, "dashboards"),
    await aThing(middle, "dashboards"),
    await aThing(below, "dashboards"),
    await aThing(below, "dashboards"),
  ];
  await choose(owner, top.path, high.id);
  expect(await homeOf(member, below)).toEqual(["ancestor", high.id]);
  await choose(owner, middle.path, near.id);
  expect(await homeOf(member, below)).toEqual(["ancestor", near.id]);
  await choose(owner, below.path, own.id);
  expect(await homeOf(member, below)).toEqual(["customer", own.id]);
  await choose(member, "/v1/me", mine.id);
  expect(await homeOf(member, below)).toEqual(["user", mine.id]);
  expect(await homeOf(member, middle)).toEqual(["customer", near.id]);
  await owner.delete(mine.path, any);
  await owner.delete(own.path, any);
  expect(await homeOf(member, below)).toEqual(["ancestor", near.id]);
});

test("only a dashboard of the customer, of one above it, or of the platform is chosen", async () => {
  const [top, other] = [await aCustomer(), await aCustomer()];
  const below = await aCustomerBelow(top, top.owner);
  const { owner } = top;
  const lower = await aThing(below, "dashboards");
  const foreign = await aThing(other, "dashboards");
  const device = await aThing(top, "devices");
  const ofPlatform = await aThing({ path: "/v1/platform", owner: await theAdmin() }, "dashboards");
  for (const id of [lower.id, foreign.id, device.id, "dsh_0001J00000000000000000000000"]) {
    const { status, body } = await choose(owner, top.path, id);
    expect([id, status, body.errors?.[0].pointer]).toEqual([id, 400, "/homeDashboardId"]);
  }
  const stranger = await aPerson();
  for (const id of [foreign.id, device.id, "dsh_0001J00000000000000000000000", "d"])
    expect((await choose(owner, "/v1/me", id)).status).toBe(400);
  expect((await choose(stranger, "/v1/me", lower.id)).status).toBe(400);
  expect((await choose(stranger, "/v1/me", ofPlatform.id)).status).toBe(200);
  expect((await choose(owner, below.path, ofPlatform.id)).status).toBe(200);
  expect(await homeOf(owner, below)).toEqual(["customer", ofPlatform.id]);
});

test("whoever creates a customer chooses none but those that it could choose itself", async () => {
  const [top, other, admin] = [await aCustomer(), await aCustomer(), await theAdmin()];
  const { owner } = top;
  const foreign = await aThing(other, "dashboards");
  const above = await aThing(top, "dashboards");
  const ofPlatform = await aThing({ path: "/v1/platform", owner: admin }, "dashboards");
  const asked = (homeDashboardId: string) => ({
    id: newId(),
    displayName: "A",
    homeDashboardId,
  });
  const onTop = (id: string) => owner.post("/v1/customers", asked(id));
  const below = (id: string) => owner.post("/v1/customers", { ...asked(id), parentId: top.id });
  const forOthers = (id: string) => admin.post("/v1/platform/customers", asked(id));
  const refused = [400, "/homeDashboardId"];
  for (const create of [onTop, below, forOthers]) {
    const answers = [await create(foreign.id), await create("some dashboard")];
    for (const { status, body } of answers)
      expect([status, body.errors?.[0].pointer]).toEqual(refused);
    const { status, body } = await create(ofPlatform.id);
    expect([status, body.homeDashboardId]).toEqual([201, ofPlatform.id]);
  }
  expect((await onTop(above.id)).status).toBe(400);
  const inner = await below(above.id);
  expect(await homeOf(owner, { path: `/v1/customers/${inner.body.id}` })).toEqual([
    "customer",
    above.id,
  ]);
  const lines = [asked(foreign.id), { ...asked(foreign.id), parentId: top.id }].map((data) => ({
    kind: "customer",
    data,
  }));
  for (const { status, errors } of await importLines(lines))
    expect([status, errors?.[0]?.pointer]).toEqual(["refused", "/data/homeDashboardId"]);
});

test("one that went to another owner is skipped", async () => {
  const [from, to] = [await aCustomer(), await aCustomer()];
  await to.owner.put(`${to.path}/members/${from.owner.id}/roles/admin`);
  const dashboard = await aThing(from, "dashboards");
  await choose(from.owner, from.path, dashboard.id);
  await choose(from.owner, "/v1/me", dashboard.id);
  await from.owner.post(`${dashboard.path}/owner`, { customer: to.id });
  expect(await homeOf(from.owner, from)).toEqual([undefined, undefined]);
});

test("one's own choice is skipped once one may not see it where it is", async () => {
  const top = await aCustomer();
  const below = await aCustomerBelow(top, top.owner);
  const [person, beside] = [await aMember(top, ["employee"]), await aMember(top, ["employee"])];
  for (const { id } of [person, beside])
    await top.owner.put(`${below.path}/members/${id}/roles/employee`);
  const [mine, set] = [await aThing(top, "dashboards"), await aThing(top, "dashboards")];
  for (const one of [person, beside])
    expect((await choose(one, "/v1/me", mine.id)).status).toBe(200);
  expect(await homeOf(person, below)).toEqual(["user", mine.id]);
  await top.owner.delete(`${top.path}/members/${person.id}`, any);
  expect((await person.get(mine.path)).status).toBe(404);
  expect(await homeOf(person, below)).toEqual([undefined, undefined]);
  expect(await homeOf(beside, below)).toEqual(["user", mine.id]);
  await choose(top.owner, top.path, set.id);
  expect(await homeOf(person, below), "what was set for them").toEqual(["ancestor", set.id]);
});

test("nobody sets a dashboard from above that they may not see, and what is set already may stay", async () => {
  const top = await aCustomer();
  const below = await aCustomerBelow(top, top.owner);
  const admin = await aPerson();
  await top.owner.put(`${below.path}/members/${admin.id}/roles/admin`);
  const above = await aThing(top, "dashboards");
  const inner = (homeDashboardId: string) =>
    admin.post("/v1/customers", {
      id: newId(),
      displayName: "A",
      parentId: below.id,
      homeDashboardId,
    });
  for (const { status, body } of [await choose(admin, below.path, above.id), await inner(above.id)])
    expect([status, body.errors?.[0].pointer]).toEqual([400, "/homeDashboardId"]);
  expect(await homeOf(admin, below)).toEqual([undefined, undefined]);
  const own = await aThing(below, "dashboards");
  expect((await choose(admin, below.path, own.id)).status).toBe(200);
  expect((await inner(own.id)).status).toBe(201);
  expect((await choose(top.owner, below.path, above.id)).status).toBe(200);
  const same = { homeDashboardId: above.id, displayName: "Renamed" };
  expect((await admin.patch(below.path, same, any)).status).toBe(200);
  expect(await homeOf(admin, below)).toEqual(["customer", above.id]);
});
