import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { everything } from "../../support/exports.ts";
import {
  aCustomer,
  anAdmin,
  aPerson,
  aProject,
  aTenant,
  inTurn,
  type Person,
} from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

interface Line {
  customer: string;
  id: string;
}

const all = "/v1/platform/projects";
const placesOf = (lines: readonly Line[]) => lines.map(({ customer, id }) => `${customer}/${id}`);

/** Customers of one owner whose ids begin alike, with projects whose ids say in which order they are listed. */
async function aPortfolio() {
  const [owner, q] = [await aPerson(), newId("portfolio")];
  const places = [`${q}/bb`, `${q}/cc`, `${q}-x/aa`, `${q}-x/bb`, `${q}1/aa`, `${q}1/dd`];
  for (const id of new Set(places.map((place) => place.split("/")[0])))
    await owner.post("/v1/customers", { id, displayName: "Acme" });
  await inTurn([...places].reverse(), (place) => {
    const [customer, id] = place.split("/");
    return owner.post(`/v1/customers/${customer}/projects`, { id, displayName: `Project ${id}` });
  });
  return { owner, q, places };
}

const exported = (owner: Person, query: string) =>
  everything<Line & Record<string, unknown>>({ owner, path: all }, query);

test("lists and exports the projects of all customers, customer by customer", async () => {
  const { q, places } = await aPortfolio();
  const [finops, operator] = [await anAdmin(["finops-manager"]), await anAdmin(["ops-support"])];
  for (const limit of [1, 4, 100]) {
    const lines = await exported(finops, `?q=${q}&limit=${limit}`);
    expect(placesOf(lines), `${limit} a page`).toEqual(places);
  }
  const first = (await operator.get(`${all}?q=${q}&limit=4`)).body;
  const second = (await operator.get(`${all}?q=${q}&limit=4&cursor=${first.nextCursor}`)).body;
  expect(placesOf([...first.items, ...second.items])).toEqual(places);
  expect(second.nextCursor).toBeUndefined();
});

test("says of each project what it is called, tagged with and whether it is about to go", async () => {
  const customer = await aCustomer();
  const { owner, id, path } = customer;
  const [finops, user] = [await anAdmin(["finops-manager"]), await anAdmin(["organization-user"])];
  const [pending, gone] = [await aProject(customer), await aProject(customer)];
  const tags = { costCenter: ["4711"] };
  const kept = { id: "kept", displayName: "Website", description: "Shop", tags };
  expect((await owner.post(`${path}/projects`, kept)).status).toBe(201);
  await aTenant(pending, owner);
  for (const project of [pending, gone])
    await owner.post(`${project.path}/delete`, { confirm: project.id, reason: "Replaced" });
  const found = async () => await exported(finops, `?q=${id}`);
  const lines = await until(async () => {
    const now = await found();
    return now.length === 2 && now.some(({ status }) => status !== "active") && now;
  }, "the index");
  expect(lines).toMatchObject([
    { ...kept, customer: id, status: "active", tenants: 0 },
    { customer: id, id: pending.id, status: "pending_deletion", tenants: 1 },
  ]);
  expect(JSON.stringify(lines), "people").not.toContain("usr_");
  expect(await exported(user, `?q=${id}`)).toMatchObject([
    { id: "kept", createdBy: owner.id },
    { id: pending.id, createdBy: owner.id },
  ]);
});

test("every role of the platform lists projects, and three export them", async () => {
  const asked = { view: all, export: `${all}/export` };
  const statusesOf = async (role: string) => {
    const admin = await anAdmin([role]);
    return [(await admin.get(asked.view)).status, (await admin.get(asked.export)).status];
  };
  const may = ["organization-admin", "organization-user", "finops-manager"];
  for (const role of may) expect(await statusesOf(role), role).toEqual([200, 200]);
  const others = ["platform-engineer", "ops-support", "onboarding-support"];
  for (const role of [...others, "compliance-manager", "replication-operator"])
    expect(await statusesOf(role), role).toEqual([200, 403]);
});
