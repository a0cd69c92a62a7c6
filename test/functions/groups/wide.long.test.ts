import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, inTurn } from "../../support/given.ts";

const places = Array.from({ length: 165 }, (_, i) => i);

/** A group that may see more customers than could be read at once, all of them before its own in the order of their ids. */
async function aWideGroup() {
  const customer = await aCustomer();
  const below = await inTurn(places, (i) =>
    aCustomerBelow(customer, customer.owner, { id: `0${i}-${customer.id}` }),
  );
  const group = await aGroup(customer);
  const viewer = { id: newId("r"), name: "Viewer", permissions: ["customer.view"] };
  await customer.owner.post(`${customer.path}/roles`, viewer);
  const role = `${viewer.id}@${customer.id}`;
  const answers = await inTurn(below, ({ path }) =>
    customer.owner.put(`${path}/members/${group.id}/roles/${role}`),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  return { ...customer, below, group };
}

test("who puts somebody into a group holds all of what it has, wherever that is", async () => {
  const { id, path, owner, group, below } = await aWideGroup();
  const given = await owner.put(`${path}/members/${group.id}/roles/admin`);
  expect(given.status).toBe(200);
  const permissions = ["customer.view", "customer.members.view", "customer.groups.manage"];
  const role = { id: newId("r"), name: "Grouper", permissions };
  expect((await owner.post(`${path}/roles`, role)).status).toBe(201);
  const grouper = await aMember({ path, owner }, [role.id]);
  const joined = await grouper.put(`${group.path}/members/${grouper.id}`);
  expect([joined.status, joined.body.code]).toEqual([403, "forbidden"]);
  const refused = await owner.delete(group.path, { "if-match": "*" });
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
  // Where it holds nothing any more does not count.
  const any = { "if-match": "*" };
  await inTurn(below, ({ path }) => owner.delete(`${path}/members/${group.id}`, any));
  expect((await owner.delete(group.path, any)).status).toBe(202);
  expect((await owner.get(`/v1/customers/${id}/groups`)).body.items).toEqual([]);
});
