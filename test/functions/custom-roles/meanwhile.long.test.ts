import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { aCustomerBelow, aRoleFromAbove } from "../../support/below.ts";
import { daysOf } from "../../support/days.ts";
import {
  aCustomer,
  aCustomerOf,
  aGroup,
  aKey,
  aMember,
  anApiUser,
  aPerson,
  askFor,
} from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { any, moveTo } from "../../support/moves.ts";
import { requestDuring } from "../../support/race.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

type Owned = Awaited<ReturnType<typeof aCustomer>>;

const { settled } = daysOf(() => host);

/** Somebody who was an auditor once. */
async function whoLostIt({ owner, path }: Owned) {
  const person = await aPerson(undefined, host);
  const role = `${path}/members/${person.id}/roles/auditor`;
  await owner.put(role);
  await owner.delete(role);
  return person;
}

test("an API user widens no role that the person behind its key is given meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const role = `${path}/roles/auditor`;
  await owner.post(`${path}/roles`, { id: "auditor", name: "Auditor", permissions: [] });
  const admin = await aMember(customer, ["admin"], host);
  const permissions = ["customer.view", "customer.edit", "customer.roles.manage"];
  const { caller } = await aKey(await anApiUser(customer, permissions), admin, {}, host);
  const widened = await requestDuring(
    host,
    () => caller.patch(role, { permissions: ["customer.edit"] }, { "if-match": "*" }),
    () => owner.put(`${path}/members/${admin.id}/roles/auditor`),
  );
  expect([widened.status, widened.body.code]).toEqual([403, "forbidden"]);
  expect((await owner.get(role)).body.permissions).toEqual(["customer.view"]);
});

test.each([
  ["a person", (_: Owned) => aPerson(undefined, host)],
  ["a group", (customer: Owned) => aGroup(customer)],
  ["somebody who lost it", whoLostIt],
])(
  "a role that nobody held waits for others to agree once %s is given it meanwhile",
  async (_, aPrincipal) => {
    const customer = await aCustomer(host);
    const { owner, path } = customer;
    const second = await aMember(customer, ["admin"], host);
    await owner.post(`${path}/roles`, { id: "auditor", name: "Auditor", permissions: [] });
    const principal = await aPrincipal(customer);
    await askFor(customer, 2);
    const { body } = await owner.put(`${path}/members/${principal.id}/roles/auditor`);
    const approve = () => second.post(`${path}/access-requests/${body.id}/approve`);
    const widened = await requestDuring(
      host,
      () => owner.patch(`${path}/roles/auditor`, { permissions: ["customer.edit"] }, any),
      async () => expect((await approve()).body.state).toBe("approved"),
    );
    expect([widened.status, widened.body.kind]).toEqual([202, "custom-role"]);
    expect((await owner.get(`${path}/roles/auditor`)).body.permissions).toEqual(["customer.view"]);
  },
);

test("a role stays that somebody is given, here or below, while it is about to be deleted", async () => {
  for (const isBelow of [false, true]) {
    const customer = await aCustomer(host);
    const { owner, path } = customer;
    const below = await aCustomerBelow(customer, owner);
    const person = await aPerson(undefined, host);
    await owner.post(`${path}/roles`, { id: "auditor", name: "Auditor", permissions: [] });
    const at = isBelow ? `${below.path}/members` : `${path}/members`;
    const role = isBelow ? `auditor@${customer.id}` : "auditor";
    const deleted = await requestDuring(
      host,
      () => owner.delete(`${path}/roles/auditor`, any),
      async () => expect((await owner.put(`${at}/${person.id}/roles/${role}`)).status).toBe(200),
    );
    expect([deleted.status, deleted.body.code]).toEqual([409, "role_held"]);
    expect((await person.get(isBelow ? below.path : path)).status).toBe(200);
  }
});

test("a role stays that somebody is given again while it is found that they lost it before", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  await owner.post(`${path}/roles`, { id: "auditor", name: "Auditor", permissions: [] });
  const person = await whoLostIt(customer);
  const deleted = await requestDuring(
    host,
    () => owner.delete(`${path}/roles/auditor`, any),
    () => owner.put(`${path}/members/${person.id}/roles/auditor`),
  );
  expect([deleted.status, deleted.body.code]).toEqual([409, "role_held"]);
  expect((await person.get(path)).status).toBe(200);
});

test("no role of a customer above is given on a group of customers whose owner moves away from it meanwhile", async () => {
  const { mid, owner, path, name } = await aRoleFromAbove(host);
  const [other, person] = [await aCustomerOf(owner), await aPerson(undefined, host)];
  // Whose own right does not hang on where it stands.
  const local = await aMember({ ...mid, owner }, ["owner"], host);
  const given = await requestDuring(
    host,
    () => local.put(`${path}/members/${person.id}/roles/${name}`),
    async () => expect((await moveTo(mid, other.id, owner)).status).toBe(200),
  );
  expect([given.status, given.body.code]).toEqual([400, "invalid"]);
});

test("nor one that comes to give more than was agreed to while the last word is said", async () => {
  const { top, mid, owner, path, child, name, role } = await aRoleFromAbove(host);
  const [second, person] = [await aMember(top, ["owner"], host), await aPerson(undefined, host)];
  await askFor({ ...mid, owner }, 2);
  const { body } = await owner.put(`${path}/members/${person.id}/roles/${name}`);
  const permissions = ["customer.view", "customer.export", "customer.edit"];
  await requestDuring(
    host,
    () => second.post(`${mid.path}/access-requests/${body.id}/approve`),
    async () =>
      expect((await owner.patch(`${top.path}/roles/${role}`, { permissions }, any)).status).toBe(
        200,
      ),
  );
  expect((await person.get(child.path)).status).toBe(404);
});

test("a role of a customer above stays on a group of customers that comes back while it is about to be taken", async () => {
  const { top, mid, owner, path, child, name } = await aRoleFromAbove(host);
  const [other, person] = [await aCustomerOf(owner), await aPerson(undefined, host)];
  expect((await owner.put(`${path}/members/${person.id}/roles/${name}`)).status).toBe(200);
  await settled();
  const back = Promise.withResolvers<number>();
  host.suffer(async ({ operation, functionId, input }) => {
    const isWorker = operation === "TransactWriteItems" && /^Worker/.test(functionId);
    const text = JSON.stringify(input);
    if (!isWorker || !text.includes(person.id) || !text.includes("The customer was moved"))
      return undefined;
    host.suffer();
    back.resolve((await moveTo(mid, top.id, owner)).status);
    return undefined;
  });
  expect((await moveTo(mid, other.id, owner)).status).toBe(200);
  expect(await back.promise).toBe(200);
  await settled();
  expect((await person.get(child.path)).status).toBe(200);
});
