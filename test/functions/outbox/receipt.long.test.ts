import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import {
  aMemberOfProjects,
  done,
  giveProjects,
  heldOn,
  receiptOf,
  removeMember,
} from "../../support/cascades.ts";
import { aCustomer, aMember } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  // Cascades wait for the sweep, so that something can happen before they begin.
  host = await startHost({ streamFaults: { seed: 1, lost: true }, schedulesByHand: true });
});
afterEach(() => host.suffer());
afterAll(() => host.end());

async function sweep() {
  host.move(61_000);
  await host.tick("Sweep");
}

test("has every binding of many on pages that stay small", async () => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const ids = await giveProjects(host, customer, member, 450);
  const operation = await removeMember(customer, member);
  await sweep();
  expect(await done(customer, operation)).toMatchObject({ removed: 450 });
  expect(await receiptOf(host, operation)).toEqual(ids);
  const pages = (await tableOf(host).partition(`OP#${operation}`)).filter(
    ({ kind }) => kind === "receipt",
  );
  expect(pages).toHaveLength(3);
  for (const page of pages) expect(JSON.stringify(page).length).toBeLessThan(16_000);
  const { body } = await customer.owner.get(
    `${customer.path}/events?type=customer.access.cascaded`,
  );
  expect(body.items).toMatchObject([{ after: { operation, removed: 450, receipts: 3 } }]);
});

test("has what was removed though the answer to it was lost", async () => {
  const customer = await aCustomer(host);
  const { member, projects } = await aMemberOfProjects(host, customer, 3);
  const operation = await removeMember(customer, member);
  const seen = new Set<string>();
  host.suffer(({ operation, functionId, input }) => {
    const one = JSON.stringify(input.Key);
    if (operation !== "DeleteItem" || !/^Worker/.test(functionId) || seen.has(one)) return;
    seen.add(one);
    return { lose: "answer" };
  });
  await sweep();
  expect(await done(customer, operation)).toMatchObject({ removed: 3 });
  expect(seen.size).toBeGreaterThanOrEqual(3);
  expect(await receiptOf(host, operation)).toEqual(projects.map(({ id }) => id).sort());
});

test("goes on behind a page on which nothing was left to remove", async () => {
  const customer = await aCustomer(host);
  const { member, projects } = await aMemberOfProjects(host, customer, 2);
  const operation = await removeMember(customer, member);
  const page = keys.receipt({ operation, page: "00000000" });
  await tableOf(host).put({ ...page, kind: "receipt", part: "project-access", items: [] });
  await sweep();
  expect(await done(customer, operation)).toMatchObject({ removed: 2 });
  expect(await heldOn(host, customer, member.id)).toEqual([]);
  expect(await receiptOf(host, operation)).toEqual(projects.map(({ id }) => id).sort());
});

test("leaves out what somebody else has removed or granted anew meanwhile", async () => {
  const customer = await aCustomer(host);
  const { member, projects } = await aMemberOfProjects(host, customer, 2);
  const [taken, kept] = projects;
  const operation = await removeMember(customer, member);
  const at = `members/${member.id}`;
  await customer.owner.put(`${customer.path}/${at}/roles/employee`);
  await customer.owner.put(`${kept?.path}/${at}/roles/admin`);
  await sweep();
  expect(await done(customer, operation)).toMatchObject({ removed: 1 });
  expect(await receiptOf(host, operation)).toEqual([taken?.id]);
  expect(await heldOn(host, customer, member.id)).toMatchObject([{ project: kept?.id }]);
});
