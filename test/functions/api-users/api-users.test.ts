import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomer, aMember, anApiUser, somePermissions, theAdmin } from "../../support/given.ts";

const any = { "if-match": "*" };
const platform = "/v1/platform/api-users";

test("an API user is created, found, changed and deleted", async () => {
  const { owner, path, id: customer } = await aCustomer();
  const body = { displayName: "Deployment", description: "Ships", permissions: somePermissions };
  const created = await owner.post(`${path}/api-users`, body);
  expect([created.status, created.body]).toMatchObject([201, { ...body, customer, version: 1 }]);
  expect(created.body.id).toMatch(/^api_/);
  const at = `${path}/api-users/${created.body.id}`;
  expect((await owner.get(at)).body).toEqual(created.body);
  expect((await owner.get(`${path}/api-users`)).body.items).toEqual([created.body]);
  const permissions = ["customer.view", "customer.events.view"];
  const changed = await owner.patch(at, { permissions, description: null }, { "if-match": '"1"' });
  const { description: _, ...left } = body;
  expect([changed.status, changed.body]).toMatchObject([200, { ...left, permissions, version: 2 }]);
  expect(changed.body.description).toBeUndefined();
  expect((await owner.delete(at, { "if-match": '"2"' })).status).toBe(204);
  expect((await owner.get(at)).status).toBe(404);
  const { items } = (await owner.get(`${path}/events?subject=${created.body.id}`)).body;
  expect(items).toMatchObject([
    { type: "customer.api-user.deleted", before: { displayName: "Deployment", permissions } },
    {
      type: "customer.api-user.updated",
      before: { removed: ["customer.edit", "customer.projects.view"] },
      after: { added: ["customer.events.view"] },
    },
    { type: "customer.api-user.created", after: { permissions: somePermissions } },
  ]);
});

test("nothing is written when nothing changes", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const { id, path } = await anApiUser(customer);
  const permissions = [...somePermissions, ...somePermissions].reverse();
  const same = await owner.patch(path, { displayName: "Deployment", permissions }, any);
  expect([same.status, same.body.version, same.body.permissions]).toEqual([
    200,
    1,
    somePermissions,
  ]);
  const { items } = (await owner.get(`${customer.path}/events?subject=${id}`)).body;
  expect(items).toHaveLength(1);
});

test("nobody gives an API user more than they have, and hears what they lack", async () => {
  const customer = await aCustomer();
  const { path } = customer;
  const admin = await aMember(customer, ["admin"]);
  const body = { displayName: "A", permissions: ["customer.view", "customer.export"] };
  const refused = await admin.post(`${path}/api-users`, body);
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    "You do not hold these permissions yourself: customer.export.",
  ]);
  const { path: at } = await anApiUser(customer, body.permissions);
  const wider = { permissions: [...body.permissions, "customer.edit"] };
  expect((await admin.patch(at, wider, any)).body.detail).toBe(refused.body.detail);
  expect((await admin.post(`${at}/keys`, {})).body.detail).toBe(refused.body.detail);
  expect((await admin.patch(at, { displayName: "B" }, any)).status).toBe(200);
  expect((await admin.patch(at, { permissions: ["customer.view"] }, any)).status).toBe(200);
  expect((await admin.patch(at, body, any)).status).toBe(403);
});

test("a set names permissions that exist and that an API user there can have", async () => {
  const [{ owner, path }, admin] = [await aCustomer(), await theAdmin()];
  const make = async (permissions: unknown, by = owner, at = `${path}/api-users`) => {
    const { status, body } = await by.post(at, { displayName: "A", permissions });
    return [status, body.errors?.[0]];
  };
  const wrong = (i: number, message: string) => [400, { pointer: `/permissions/${i}`, message }];
  expect(await make(["customer.view", "customer.fly"])).toEqual(
    wrong(1, "customer.fly is not in the catalogue"),
  );
  expect(await make(["platform.customers.view"])).toEqual(
    wrong(0, "platform.customers.view is not for the API users of a customer"),
  );
  expect(await make(["platform.admins.manage"], admin, platform)).toEqual(
    wrong(0, "platform.admins.manage is never given to an API user: it is kept for people"),
  );
  const owning = ["customer.view", "customer.owners.manage"];
  const refused = wrong(
    1,
    "customer.owners.manage is never given to an API user: it is kept for people",
  );
  expect(await make(owning)).toEqual(refused);
  const { path: apiUser } = await anApiUser({ owner, path }, ["customer.view"]);
  const changed = await owner.patch(apiUser, { permissions: owning }, { "if-match": "*" });
  expect([changed.status, changed.body.errors?.[0]]).toEqual(refused);
  expect((await make([]))[0]).toBe(400);
  expect((await make(["__proto__"]))[0]).toBe(400);
  expect((await make(["customer.view"], admin, platform))[0]).toBe(403);
});

test("API users of the platform are managed like those of a customer, and apart from them", async () => {
  const [customer, admin] = [await aCustomer(), await theAdmin()];
  const permissions = ["platform.customers.view", "platform.access.check"];
  const body = { displayName: newId("cloud"), permissions };
  const { status, body: made } = await admin.post(platform, body);
  expect([status, made.customer]).toEqual([201, undefined]);
  const at = `${platform}/${made.id}`;
  expect((await admin.get(at)).body).toEqual(made);
  const listed = (await admin.get(`${platform}?limit=100`)).body.items;
  expect(listed.map(({ id }: { id: string }) => id)).toContain(made.id);
  const change = { permissions: permissions.slice(0, 1) };
  expect((await admin.patch(at, change, any)).body).toMatchObject({ ...change, version: 2 });
  const theirs = await anApiUser(customer);
  expect((await admin.get(`${platform}/${theirs.id}`)).status).toBe(404);
  expect((await customer.owner.get(`${customer.path}/api-users/${made.id}`)).status).toBe(404);
  expect((await admin.delete(at, any)).status).toBe(204);
  expect((await admin.get(at)).status).toBe(404);
});

test("an API user of another customer is none here", async () => {
  const [here, there] = [await aCustomer(), await aCustomer()];
  const { id } = await anApiUser(there);
  const at = `${here.path}/api-users/${id}`;
  const answers = [
    await here.owner.get(at),
    await here.owner.patch(at, { displayName: "Mine" }, any),
    await here.owner.delete(at, any),
    await here.owner.get(`${at}/keys`),
    await here.owner.post(`${at}/keys`, {}),
  ];
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
});

test("one may ask what an API user may do, and hears why", async () => {
  const customer = await aCustomer();
  const { id, path } = await anApiUser(customer, ["customer.view"]);
  const ask = async (permission: string, by = customer.owner) => {
    const question = { principal: id, permission, customer: customer.id };
    return (await by.post("/v1/access/explain", question)).body;
  };
  expect(await ask("customer.view")).toMatchObject({
    allowed: true,
    ways: [{ level: "customer", role: "api-user", by: customer.owner.id }],
  });
  expect((await ask("customer.edit")).allowed).toBe(false);
  await customer.owner.delete(path, any);
  expect((await ask("customer.view")).allowed).toBe(false);
});
