import { expect, test } from "vitest";
import { aCustomer, theAdmin } from "../../support/given.ts";
import { someKind } from "../../support/things.ts";

const kind = someKind("external ids");

interface Made {
  status: string;
  id?: string;
  code?: string;
  differs?: string[];
}

async function aPlace() {
  const customer = await aCustomer();
  const bulk = async (items: object[]) => {
    const answer = await customer.owner.post(`${customer.path}/${kind}/bulk`, { items });
    expect(answer.status).toBe(200);
    return answer.body as { created: number; refused: number; results: Made[] };
  };
  const count = async () =>
    (await customer.owner.get(`${customer.path}/things`)).body[kind].count as number;
  return { ...customer, bulk, count };
}

const things = (n: number) =>
  Array.from({ length: n }, (_, i) => ({ externalId: `e ${i}`, name: `Thing ${i}` }));

test("what has an external id is made once, however many ask for it at once", async () => {
  const { bulk, count, owner, path } = await aPlace();
  const all = await Promise.all(Array.from({ length: 4 }, () => bulk(things(150))));
  expect(await count()).toBe(150);
  expect(all.reduce((sum, { created }) => sum + created, 0)).toBe(150);
  const again = await bulk(things(150));
  expect([again.created, again.refused]).toEqual([0, 0]);
  expect(new Set(again.results.map(({ status }) => status))).toEqual(new Set(["unchanged"]));
  for (const { results } of all)
    expect(results.map(({ id }) => id)).toEqual(again.results.map(({ id }) => id));
  const { body } = await owner.get(`${path}/${kind}/${again.results[7]?.id}`);
  expect(body).toMatchObject({ externalId: "e 7", name: "Thing 7" });
});

test("says what is otherwise in what is there, and makes it anew once it is gone", async () => {
  const { bulk, owner, path } = await aPlace();
  const [first] = (await bulk([{ externalId: "a", name: "One" }])).results;
  const [second] = (await bulk([{ externalId: "a", name: "Two" }])).results;
  expect(second).toMatchObject({ status: "unchanged", id: first?.id, differs: ["name"] });
  await owner.delete(`${path}/${kind}/${first?.id}`, { "if-match": "*" });
  const [third] = (await bulk([{ externalId: "a", name: "Two" }])).results;
  expect(third).toMatchObject({ status: "created", id: first?.id });
});

test("does not take what belongs to somebody else by now, nor the same twice in one request", async () => {
  const [{ bulk, owner, path }, other] = [await aPlace(), await aPlace()];
  await other.owner.put(`${other.path}/members/${owner.id}/roles/admin`);
  const [made] = (await bulk([{ externalId: "a", name: "One" }])).results;
  const moved = await owner.post(`${path}/${kind}/${made?.id}/owner`, { customer: other.id });
  expect(moved.status).toBe(200);
  const { results } = await bulk([
    { externalId: "a", name: "One" },
    { externalId: "b", name: "Two" },
    { externalId: "b", name: "Two" },
    { externalId: "", name: "None" },
  ]);
  expect(results.map(({ status, code }) => [status, code])).toEqual([
    ["refused", "identifier_taken"],
    ["created", undefined],
    ["refused", "invalid"],
    ["refused", "invalid"],
  ]);
  expect((await other.bulk([{ externalId: "a", name: "One" }])).created).toBe(1);
});

test("a full shard takes room from the others, up to the quota and no further", async () => {
  const { bulk, count, owner, path } = await aPlace();
  await bulk(things(1));
  await (await theAdmin()).put(`${path}/${kind}/quota`, { quota: 200 });
  const { created, refused } = await bulk(things(250));
  expect([created, refused]).toEqual([199, 50]);
  expect([await count(), (await owner.get(`${path}/things`)).body[kind].quota]).toEqual([200, 200]);
});
