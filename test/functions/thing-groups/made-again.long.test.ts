import { afterAll, beforeAll, expect, test } from "vitest";
import { audit } from "../../support/audit.ts";
import { aCustomer } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { any } from "../../support/moves.ts";
import { ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";
import { aThing, namesIn } from "../../support/things.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(async () => {
  await audit(host).finally(() => host.end());
});

/** A group by its external id, which may be deleted and made again. */
async function aNamedGroup() {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const groups = `${path}/devices/groups`;
  const make = async () => {
    const { status, body } = await owner.post(groups, { name: "Roof", externalId: "roof" });
    expect(status).toBe(201);
    return body.id as string;
  };
  const id = await make();
  const group = `${groups}/${id}`;
  const join = async (thing: { id: string }) =>
    expect((await owner.put(`${group}/members/${thing.id}`)).status).toBe(204);
  const remove = async () => (await owner.delete(group, any)).body.id as string;
  const groupsOf = async (thing: { path: string }) => (await owner.get(thing.path)).body.groups;
  return { customer, id, make, join, remove, groupsOf, list: `${path}/devices?group=${id}` };
}

/** The last looks of deletions, which come after a minute. */
async function lastLooks() {
  host.move(125_000);
  await until(async () => {
    await host.tick("Sweep");
    return (await tableOf(host).all()).every(({ kind }) => kind !== "task");
  }, "the last looks");
}

test("what is put into a group that was made again stays in it", async () => {
  const { customer, id, make, join, remove, groupsOf, list } = await aNamedGroup();
  const thing = await aThing(customer, "devices", { name: "Panel" });
  await join(thing);
  await ended(customer.owner, await remove());
  expect(await groupsOf(thing)).toEqual([]);
  expect(await make()).toBe(id);
  await join(thing);
  await lastLooks();
  expect(await groupsOf(thing)).toEqual([id]);
  expect(await namesIn(customer, list)).toEqual(["Panel"]);
});

test("what was in the group before leaves it, made again or not", async () => {
  const { customer, id, make, join, remove, groupsOf, list } = await aNamedGroup();
  const [before, later] = [
    await aThing(customer, "devices", { name: "Before" }),
    await aThing(customer, "devices", { name: "Later" }),
  ];
  await join(before);
  let goOn = () => {};
  const held = new Promise<void>((go) => {
    goOn = go;
  });
  host.suffer(async ({ functionId }) => {
    if (/^Worker/.test(functionId)) await held;
    return undefined;
  });
  const operation = await remove();
  expect(await make()).toBe(id);
  await join(later);
  host.suffer();
  goOn();
  await ended(customer.owner, operation);
  expect([await groupsOf(before), await groupsOf(later)]).toEqual([[], [id]]);
  await lastLooks();
  expect(await namesIn(customer, list)).toEqual(["Later"]);
});
