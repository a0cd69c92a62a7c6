import { expect, test } from "vitest";
import { aCustomer, aMember, aProject, type Person } from "./support/given.ts";
import { until } from "./support/inbox.ts";

const any = { "if-match": "*" };

/** Changes and takes away with the tag of what was there before something of the same id was made again. */
async function refusesOldTag(
  owner: Person,
  path: string,
  again: { taken: () => Promise<unknown>; made: () => Promise<{ status: number }> },
) {
  const tag = (await owner.get(path)).headers.get("etag") ?? "";
  await again.taken();
  expect((await again.made()).status).toBeLessThan(202);
  const old = { "if-match": tag };
  const change = path.includes("/members/")
    ? await owner.put(`${path}/roles`, { roles: [{ role: "admin" }] }, old)
    : await owner.patch(path, { displayName: "Mine" }, old);
  expect([change.status, change.body.code]).toEqual([412, "stale"]);
}

test("the tag of a former membership is refused by the one that came after it", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { id } = await aMember(customer, ["employee"]);
  const member = `${path}/members/${id}`;
  await refusesOldTag(owner, member, {
    taken: () => owner.delete(member, any),
    made: () => owner.put(`${member}/roles/employee`),
  });
  const { headers, body } = await owner.get(member);
  expect(headers.get("etag")).toBe(`"${body.version}"`);
});

test("the version of a former project role is refused by the one that came after it", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const [person, project] = [await aMember(customer, ["employee"]), await aProject(customer)];
  const members = `${project.path}/members`;
  const role = `${members}/${person.id}/roles/reader`;
  await owner.put(role);
  const { version } = (await owner.get(members)).body.items[0];
  await owner.delete(role);
  await owner.put(role);
  const old = { "if-match": `"${version}"` };
  const taken = await owner.delete(`${members}/${person.id}`, old);
  expect([taken.status, taken.body.code]).toEqual([412, "stale"]);
});

test("the tag of a former project is refused by the one of the same identifier", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { id, path: at } = await aProject(customer);
  await refusesOldTag(owner, at, {
    taken: async () => {
      await owner.post(`${at}/delete`, { confirm: id, reason: "Anew" });
      await until(async () => (await owner.get(at)).status === 404, "the end of the project");
    },
    made: () => owner.post(`${path}/projects`, { id, displayName: "Anew" }),
  });
});

test("the tag of a former role is refused by the one of the same identifier", async () => {
  const { owner, path } = await aCustomer();
  const role = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };
  await owner.post(`${path}/roles`, role);
  const at = `${path}/roles/auditor`;
  const tag = (await owner.get(at)).headers.get("etag") ?? "";
  expect((await owner.delete(at, any)).status).toBe(204);
  await owner.post(`${path}/roles`, role);
  const changed = await owner.patch(at, { name: "Mine" }, { "if-match": tag });
  expect([changed.status, changed.body.code]).toEqual([412, "stale"]);
});

test("the tag of a former thing is refused by the one of the same external id", async () => {
  const { owner, path } = await aCustomer();
  const make = async () => {
    const items = [{ externalId: "meter 1", name: "Meter" }];
    const { results } = (await owner.post(`${path}/devices/bulk`, { items })).body;
    expect(results).toMatchObject([{ status: "created" }]);
    return `${path}/devices/${results[0].id}`;
  };
  const at = await make();
  const tag = (await owner.get(at)).headers.get("etag") ?? "";
  expect((await owner.delete(at, any)).status).toBe(204);
  expect(await make()).toBe(at);
  const changed = await owner.patch(at, { name: "Mine" }, { "if-match": tag });
  expect([changed.status, changed.body.code]).toEqual([412, "stale"]);
});

test("the tag of a former group of things is refused by the one of the same external id", async () => {
  const { owner, path } = await aCustomer();
  const body = { externalId: "roof", name: "Roof" };
  const made = await owner.post(`${path}/devices/groups`, body);
  const at = `${path}/devices/groups/${made.body.id}`;
  const tag = made.headers.get("etag") ?? "";
  expect((await owner.delete(at, { "if-match": tag })).status).toBe(202);
  expect((await owner.post(`${path}/devices/groups`, body)).body.id).toBe(made.body.id);
  const changed = await owner.patch(at, { name: "Mine" }, { "if-match": tag });
  expect([changed.status, changed.body.code]).toEqual([412, "stale"]);
});
