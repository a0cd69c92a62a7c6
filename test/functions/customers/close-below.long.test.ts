import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerBelow, aCustomerGroup, aCustomerOnLevel } from "../../support/below.ts";
import { close, leftOf, lookedLast } from "../../support/closing.ts";
import { aCustomer, aGroup, aMember, aPerson, aProject, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { importLines } from "../../support/imports.ts";
import { ended, resultsOf } from "../../support/operations.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";
import { aThing } from "../../support/things.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

test("with everything below it a customer goes down to the lowest level", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const lowest = await aCustomerOnLevel(5, top);
  const { child } = await aCustomerGroup(top, host);
  const member = await aMember({ ...lowest, owner }, ["employee"], host);
  const inGroup = await aPerson(undefined, host);
  const group = await aGroup(top, [], [inGroup]);
  await owner.put(`${lowest.path}/members/${group.id}/roles/employee`);
  expect((await inGroup.get(lowest.path)).status).toBe(200);
  await aThing(lowest);
  const closing = await close(owner, top, { recursive: true });
  expect(closing.body).toMatchObject({ kind: "closing", state: "queued" });
  await lookedLast(host, owner, closing.body.id);
  for (const one of [owner, member, inGroup]) expect((await one.get(lowest.path)).status).toBe(404);
  const admin = await theAdmin(host);
  for (const { id, path } of [top, lowest, child]) {
    expect((await admin.get(path)).body).toMatchObject({ status: "deleted" });
    expect(await leftOf(host, id)).toEqual([]);
  }
  const results = await resultsOf(owner, closing.body.id);
  const closed = results.filter(({ part }) => part === "customers").map(({ id }) => id);
  expect(closed).toHaveLength(7);
  expect(closed.at(-1)).toBe(top.id);
  const { progress } = (await owner.get(`/v1/operations/${closing.body.id}`)).body;
  expect(progress).toMatchObject({ done: results.length, total: results.length });
  await audit(host);
});

test("what stands in the way anywhere below is listed, and all is as it was", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const lowest = await aCustomerOnLevel(3, top);
  const other = await aCustomerBelow(top, owner);
  const project = await aProject({ ...lowest, owner });
  const closing = await close(owner, top, { recursive: true });
  expect(closing.body.state).toBe("queued");
  const end = await ended(owner, closing.body.id);
  expect(end).toMatchObject({
    state: "failed",
    failure: expect.stringContaining("nothing was closed"),
    results: { failed: 1 },
  });
  expect(await resultsOf(owner, closing.body.id, "failed")).toMatchObject([
    { part: "blockers", id: project.id, code: "blocked", customer: lowest.id, link: project.path },
  ]);
  for (const { path } of [top, lowest, other])
    expect((await owner.get(path)).body.status).toBe("active");
  const { items } = (await owner.get(`${top.path}/events?subject=${top.id}`)).body;
  expect(items.slice(0, 2)).toMatchObject([
    { type: "customer.closing.blocked", after: { blockers: 1 } },
    { type: "customer.checking" },
  ]);
  const again = await owner.post(`/v1/operations/${closing.body.id}/retry`);
  expect(codeOf(again)).toEqual([409, "nothing_to_retry"]);
  await aProject({ ...other, owner });
  await audit(host);
});

/** Each of twelve makes so many customers: 300 together, or 2,000. */
const attempts = process.env.EVERYTHING ? 167 : 25;

test("of what is created below while a customer closes nothing stays open", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const admin = await theAdmin(host);
  const children = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  const parents = [top, ...children];
  const made: { id: string; path: string }[] = [];
  let isOver = false;
  const creating = Array.from({ length: 12 }, async (_, i) => {
    for (let n = 0; n < attempts && !isOver; n++) {
      const parent = parents[(i + n) % 3] as { id: string };
      const below = await aCustomerBelow(parent, owner).catch(() => undefined);
      if (below) made.push(below);
    }
  });
  const closing = await close(owner, top, { recursive: true });
  expect(closing.status).toBe(200);
  await Promise.all(creating);
  isOver = true;
  await lookedLast(host, owner, closing.body.id);
  for (const { path } of [...parents, ...made])
    expect((await admin.get(path)).body.status).toBe("deleted");
  const items = await tableOf(host).all();
  expect(items.filter(({ kind, parent }) => kind === "sub-customer" && parent === top.id)).toEqual(
    [],
  );
  expect(
    codeOf(
      await owner.post("/v1/customers", {
        id: `x${top.id}`.slice(0, 30),
        displayName: "A",
        parentId: top.id,
      }),
    )[0],
  ).toBe(404);
  await audit(host);
});

test("without what is below a customer closes only while nothing comes to stand there", async () => {
  const tops = await Promise.all(Array.from({ length: 20 }, () => aCustomer(host)));
  const admin = await theAdmin(host);
  for (const top of tops) {
    const [closing, child] = await Promise.all([
      close(top.owner, top),
      aCustomerBelow(top, top.owner).catch(() => undefined),
    ]);
    if (closing.status === 200) expect(child).toBeUndefined();
    else expect((await admin.get(top.path)).body.status).toBe("active");
  }
});

test("those who hold roles on the group of all are all found, however many they are", async () => {
  const customer = await aCustomer(host);
  const { id: owner, path } = customer;
  const holder = await aPerson(undefined, host);
  const all = `${path}/customer-groups/all`;
  expect((await customer.owner.put(`${all}/members/${holder.id}/roles/employee`)).status).toBe(200);
  const table = tableOf(host);
  const of = (principal: string) => [
    keys["customer group holder"]({ owner, group: "all", principal }),
    keys["customer group binding"]({ principal, owner }),
  ];
  const made = await Promise.all(of(holder.id).map((key) => table.get(key)));
  // What giving the role to another hundred people leaves.
  for (let i = 0; i < 120; i++)
    for (const [j, key] of of(`${holder.id.slice(0, -3)}${String(i).padStart(3, "0")}`).entries())
      await table.put({ ...made[j], ...key, principal: key.pk });
  const { body } = await close(customer.owner, customer);
  await lookedLast(host, customer.owner, body.id);
  expect(await leftOf(host, owner)).toEqual([]);
});

test("a hundred projects in the way are listed on pages that fit into an item", async () => {
  const top = await aCustomer(host);
  const child = await aCustomerBelow(top, top.owner);
  const lines = Array.from({ length: 100 }, (_, i) => {
    const id = `project-with-a-long-name-000-${String(i).padStart(3, "0")}`;
    return { kind: "project", data: { customer: child.id, id, displayName: "In the way" } };
  });
  await importLines(lines, "", await theAdmin(host));
  const { body } = await close(top.owner, top, { recursive: true });
  const end = await ended(top.owner, body.id);
  expect(end).toMatchObject({ state: "failed", results: { failed: 100 } });
  const listed = (await resultsOf(top.owner, body.id, "failed")).map(({ id }) => id);
  expect(new Set(listed).size).toBe(100);
  const { pk } = keys.receipt({ operation: body.id, page: "0" });
  for (const item of await tableOf(host).partition(pk))
    expect(JSON.stringify(item).length).toBeLessThan(16_384);
  expect((await top.owner.get(top.path)).body.status).toBe("active");
});
