import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomerOf, aKey, aMember, anApiUser, anInvitation } from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { aTree, moveTo } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

const pathsOf = async (customer: string) => {
  const gate = await tableOf().get(keys.gate({ customer, gate: "0" }));
  const record = await tableOf().get(keys.customer({ customer }));
  return [gate?.path, record?.path];
};

test("the paths below a moved customer are rewritten, without a new version of anything", async () => {
  const { top, mid, low, owner } = await aTree();
  const lowest = await aCustomerBelow(low, owner);
  const other = await aCustomerOf(owner);
  const { operation } = (await moveTo(mid, other.id, owner)).body;
  await until(async () => (await owner.get(`/v1/operations/${operation}`)).body.state === "done");
  const { body } = await owner.get(`/v1/operations/${operation}`);
  expect(body).toMatchObject({ kind: "customer-moved", customer: mid.id, customers: 2 });
  const way = [other.id, mid.id, low.id];
  expect(await pathsOf(mid.id)).toEqual([way.slice(0, 1), way.slice(0, 1)]);
  expect(await pathsOf(low.id)).toEqual([way.slice(0, 2), way.slice(0, 2)]);
  expect(await pathsOf(lowest.id)).toEqual([way, way]);
  expect((await owner.get(low.path)).body.version).toBe(1);
  // Moved back and forth, and before the first repair is done, it comes out right all the same.
  await Promise.all([moveTo(mid, top.id, owner), moveTo(low, other.id, owner)]);
  await until(async () => String((await pathsOf(lowest.id))[1]) === `${other.id},${low.id}`);
});

test("a change of what is below keeps the new path", async () => {
  const { mid, low, owner } = await aTree();
  const other = await aCustomerOf(owner);
  const patches = Array.from({ length: 6 }, (_, i) =>
    owner.patch(low.path, { phone: String(i) }, { "if-match": "*" }),
  );
  await Promise.all([moveTo(mid, other.id, owner), ...patches]);
  const way = [other.id, mid.id];
  await until(async () => String(await pathsOf(low.id)) === String([...way, ...way]));
});

test("invitations and keys below go with the right of whoever held it above", async () => {
  const { top, mid, low, owner } = await aTree();
  const admin = await aMember(top, ["admin"]);
  const stays = await aMember({ ...low, owner }, ["admin"]);
  const apiUser = await anApiUser(low);
  const key = await aKey(apiUser, admin);
  const sent = await anInvitation({ path: low.path, owner: admin });
  const kept = await anInvitation({ path: low.path, owner: stays });
  await moveTo(mid, (await aCustomerOf(owner)).id, owner);
  const stateOf = async (id: string) =>
    (await owner.get(`${low.path}/invitations/${id}`)).body.state;
  await until(async () => (await stateOf(sent.id)) === "revoked");
  expect(await stateOf(kept.id)).toBe("pending");
  expect((await key.caller.get(low.path)).status).toBe(401);
  await until(async () => {
    const { items } = (await owner.get(`${apiUser.path}/keys`)).body;
    return items.length === 0;
  });
});
