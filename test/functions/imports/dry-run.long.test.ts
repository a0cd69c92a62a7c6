import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { aWholeCustomer, importLines, statusesOf } from "../../support/imports.ts";
import { quiet, storedOf } from "../../support/snapshot.ts";
import { tableOf } from "../../support/table.ts";

// The whole table is compared: nobody else may write to it.
let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const stored = () => storedOf("", host);

test("a dry run says the same and writes nothing", async () => {
  const { lines } = aWholeCustomer();
  await importLines(lines, "", await theAdmin(host));
  const other = aWholeCustomer();
  const [customer, ...rest] = other.lines;
  const before = await quiet(stored);
  const results = await importLines(
    [...lines, customer, ...rest],
    "?dryRun=true",
    await theAdmin(host),
  );
  expect(await stored()).toEqual(before);
  const known = results.slice(0, lines.length);
  expect(new Set(statusesOf(known))).toEqual(new Set(["unchanged"]));
  const [made, ...resting] = results.slice(lines.length);
  expect(made).toMatchObject({ status: "created", key: other.id });
  for (const one of resting) expect([one.status, one.code]).toEqual(["refused", "not_found"]);
  expect(resting[0]?.needs).toEqual([`customer ${other.id}`]);
});

test("a dry run finds what stands in the way when it is written", async () => {
  const customer = await aCustomer(host);
  const [project, device] = [
    { kind: "project", data: { customer: customer.id, id: "website", displayName: "Website" } },
    { kind: "thing", data: { customer: customer.id, things: "devices", name: "Meter" } },
  ];
  const full = await theAdmin(host);
  await full.put(`${customer.path}/devices/quota`, { quota: 0 });
  const many = await aCustomer(host);
  const counter = keys.counter({ customer: many.id, counted: "projects", shard: "0" });
  await tableOf(host).change(counter, { n: 100 });
  const tooMany = { ...project, data: { ...project.data, customer: many.id } };
  const closed = await aCustomer(host);
  const closing = { confirm: closed.id, reason: "Over" };
  const asked = await closed.owner.post(`${closed.path}/close`, closing, { "if-match": "*" });
  expect(asked.status).toBe(200);
  const shut = { ...project, data: { ...project.data, customer: closed.id } };
  const before = await quiet(stored);
  const results = await importLines(
    [project, device, shut, tooMany],
    "?dryRun=true",
    await theAdmin(host),
  );
  expect(await stored()).toEqual(before);
  expect(results.map(({ status, code }) => [status, code])).toEqual([
    ["created", undefined],
    ["refused", "limit_reached"],
    ["refused", "customer_closing"],
    ["refused", "limit_reached"],
  ]);
});
