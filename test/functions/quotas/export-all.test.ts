import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { close } from "../../support/closing.ts";
import { everything } from "../../support/exports.ts";
import { aCustomer, aMember, anAdmin, aPerson, aProject, theAdmin } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { someThings } from "../../support/things.ts";

const usual = { count: 0, quota: 1_000_000 };
const nothing = {
  projects: { count: 0, quota: 100 },
  devices: usual,
  assets: usual,
  "entity-views": usual,
  dashboards: usual,
};
const all = { path: "/v1/platform/quotas" };

test("a customer's quotas are read where it is, with how much of them is used", async () => {
  const customer = await aCustomer();
  const { owner, id, path } = customer;
  expect((await owner.get(`${path}/quotas`)).body).toEqual({ customer: id, ...nothing });
  const support = await anAdmin(["ops-support"]);
  await support.put(`${path}/projects/quota`, { quota: 5 });
  await support.put(`${path}/assets/quota`, { quota: 9 });
  await aProject(customer);
  await owner.post(`${path}/projects`, { id: "quotas", displayName: "Named as they are" });
  await someThings(customer, "assets", ["Pump", "Boiler", "Valve"]);
  const there = { projects: { count: 2, quota: 5 }, assets: { count: 3, quota: 9 } };
  const seen = { customer: id, ...nothing, ...there };
  for (const by of [owner, support, await anAdmin(["finops-manager"])])
    expect((await by.get(`${path}/quotas`)).body).toEqual(seen);
  const employee = await aMember(customer, ["employee"]);
  expect((await employee.get(`${path}/quotas`)).status).toBe(403);
  expect((await (await aPerson()).get(`${path}/quotas`)).status).toBe(404);
});

test("the quotas of all customers are exported, but for closed ones", async () => {
  const [owner, q] = [await aPerson(), newId("measured")];
  const tags = { costCenter: ["4711"] };
  const create = async (name: string) => {
    const id = `${q}-${name}`;
    await owner.post("/v1/customers", { id, displayName: `Customer ${id}`, tags });
    return { owner, id, path: `/v1/customers/${id}` };
  };
  const first = await create("a");
  const second = await create("b");
  const third = await create("c");
  const closed = await create("d");
  await (await theAdmin()).put(`${first.path}/projects/quota`, { quota: 3 });
  await aProject(second);
  await someThings(third, "devices", ["Pump"]);
  const asked = (await close(owner, closed)).body;
  await until(
    async () => (await owner.get(`/v1/operations/${asked.id}`)).body.state === "done",
    "the closing",
  );
  const engineer = await anAdmin(["platform-engineer"]);
  const about = (id: string) => ({
    customer: id,
    displayName: `Customer ${id}`,
    status: "active",
    tags,
    ...nothing,
  });
  for (const limit of [1, 2, 100])
    expect(await everything({ ...all, owner: engineer }, `?q=${q}&limit=${limit}`)).toEqual([
      { ...about(first.id), projects: { count: 0, quota: 3 } },
      { ...about(second.id), projects: { count: 1, quota: 100 } },
      { ...about(third.id), devices: { count: 1, quota: 1_000_000 } },
    ]);
});

test("four roles of the platform export quotas", async () => {
  const statusOf = async (role: string) =>
    (await (await anAdmin([role])).get(`${all.path}/export`)).status;
  const may = ["organization-admin", "organization-user", "platform-engineer", "finops-manager"];
  for (const role of may) expect(await statusOf(role), role).toBe(200);
  const others = ["ops-support", "onboarding-support", "compliance-manager"];
  for (const role of [...others, "replication-operator"])
    expect(await statusOf(role), role).toBe(403);
});
