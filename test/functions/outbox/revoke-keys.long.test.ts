import { expect, test } from "vitest";
import { endedNow } from "../../support/ended.ts";
import {
  aCustomer,
  aGroup,
  aKey,
  aMember,
  anAdmin,
  anAdminGroup,
  anApiUser,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";
import { invalidKey } from "../../support/keys.ts";

const any = { "if-match": "*" };
const revokedMail = /^A key of Deployment .* was revoked$/;

type Customer = Awaited<ReturnType<typeof aCustomer>>;

const keysOf = async ({ owner }: Customer, { path }: { path: string }) =>
  (await owner.get(`${path}/keys`)).body.items as { id: string }[];

/** A key shown to somebody of whom `give` made someone who may manage API users. */
async function withKeyOf(give: (customer: Customer, person: Person) => Promise<unknown>) {
  const customer = await aCustomer();
  const person = await aPerson();
  await give(customer, person);
  const apiUser = await anApiUser(customer);
  const key = await aKey(apiUser, person);
  expect((await key.caller.get(customer.path)).status).toBe(200);
  return { ...customer, customer, person, apiUser, key };
}

const byRole = (role: string) => (customer: Customer, person: Person) =>
  customer.owner.put(`${customer.path}/members/${person.id}/roles/${role}`);

async function byOwnRole(customer: Customer, person: Person) {
  const permissions = ["customer.api-users.manage", "customer.edit", "customer.projects.view"];
  const role = { id: "automator", name: "Automator", permissions };
  await customer.owner.post(`${customer.path}/roles`, role);
  await byRole("automator")(customer, person);
}

const byGroup = (customer: Customer, person: Person) => aGroup(customer, ["admin"], [person]);

const groupIn = async ({ owner, path }: Customer) =>
  (await owner.get(`${path}/groups`)).body.items[0].id as string;

type Given = Awaited<ReturnType<typeof withKeyOf>>;
type Way = [string, Parameters<typeof withKeyOf>[0], (given: Given) => Promise<unknown>];

/** Every way of losing the right to manage API users. */
const ways: Way[] = [
  [
    "is removed",
    byRole("admin"),
    ({ owner, path, person }) => owner.delete(`${path}/members/${person.id}`, any),
  ],
  [
    "leaves",
    byRole("admin"),
    ({ path, person }) => person.delete(`${path}/members/${person.id}`, any),
  ],
  [
    "has a lesser role instead",
    byRole("admin"),
    ({ owner, path, person }) =>
      owner.put(`${path}/members/${person.id}/roles`, { roles: [{ role: "employee" }] }, any),
  ],
  [
    "loses the role of the customer's own that gave it",
    async (customer, person) => {
      await byRole("employee")(customer, person);
      await byOwnRole(customer, person);
    },
    ({ owner, path, person }) => owner.delete(`${path}/members/${person.id}/roles/automator`),
  ],
  [
    "holds a role that gives it no more",
    byOwnRole,
    ({ owner, path }) =>
      owner.patch(`${path}/roles/automator`, { permissions: ["customer.edit"] }, any),
  ],
  [
    "is taken out of the group that gave it, and of no other",
    async (customer, person) => {
      await aGroup(customer, ["employee"], [person]);
      await byGroup(customer, person);
    },
    async ({ owner, path, person }) => {
      const { items } = (await owner.get(`${path}/groups`)).body;
      for (const { id } of items) {
        const roles = (await owner.get(`${path}/members/${id}`)).body.roles;
        if (roles[0].role === "admin")
          await owner.delete(`${path}/groups/${id}/members/${person.id}`);
      }
    },
  ],
  [
    "leaves the only group",
    byGroup,
    async ({ customer, path, person }) =>
      person.delete(`${path}/groups/${await groupIn(customer)}/members/${person.id}`),
  ],
  [
    "is in a group that has a lesser role instead",
    byGroup,
    async ({ customer, owner, path }) =>
      owner.put(
        `${path}/members/${await groupIn(customer)}/roles`,
        { roles: [{ role: "employee" }] },
        any,
      ),
  ],
  [
    "is in a group that is deleted",
    byGroup,
    async ({ customer, owner, path }) =>
      owner.delete(`${path}/groups/${await groupIn(customer)}`, any),
  ],
  [
    "is deleted",
    byRole("admin"),
    async ({ person }) => (await theAdmin()).delete(`/v1/platform/users/${person.id}`, any),
  ],
  [
    "is deleted, and was in a group",
    byGroup,
    async ({ person }) => (await theAdmin()).delete(`/v1/platform/users/${person.id}`, any),
  ],
];

test.each(ways)("revokes the key of whoever %s, and tells the owner", async (_, give, lose) => {
  const given = await withKeyOf(give);
  const { customer, owner, path, apiUser, key } = given;
  await lose(given);
  expect(await key.caller.get(path)).toMatchObject(invalidKey);
  await until(async () => (await keysOf(customer, apiUser)).length === 0, "the end of the key");
  const { items } = (await owner.get(`${path}/events?type=customer.api-user.key.revoked`)).body;
  expect(items).toMatchObject([
    { actor: { type: "system", id: "cascade" }, subject: apiUser.id, before: { key: key.id } },
  ]);
  expect(items[0].reason).toMatch(/^evt_/);
  await mailTo(owner.email, undefined, { about: revokedMail });
});

test("a revoked key does not come back with the right", async () => {
  const { customer, owner, path, person, apiUser, key } = await withKeyOf(byRole("admin"));
  const role = `${path}/members/${person.id}/roles`;
  await owner.put(role, { roles: [{ role: "employee" }] }, any);
  await until(async () => (await keysOf(customer, apiUser)).length === 0, "the end of the key");
  await owner.put(`${role}/admin`);
  expect(await key.caller.get(path)).toMatchObject(invalidKey);
});

test("whoever may manage API users in another way, too, keeps their keys", async () => {
  const given = await withKeyOf(async (customer, person) => {
    await byRole("admin")(customer, person);
    await byGroup(customer, person);
  });
  const { customer, owner, path, person, apiUser, key } = given;
  const removal = await owner.put(
    `${path}/members/${person.id}/roles`,
    { roles: [{ role: "employee" }] },
    any,
  );
  expect(removal.status).toBe(200);
  await settledAt(given);
  expect(await keysOf(customer, apiUser)).toMatchObject([{ id: key.id }]);
  expect((await key.caller.get(path)).status).toBe(200);
});

test("keys of others, and of the disabled and of those whose role ended, stay", async () => {
  const given = await withKeyOf(byRole("admin"));
  const { customer, owner, path, apiUser } = given;
  const [disabled, ended] = [
    await aMember(customer, ["admin"]),
    await aMember(customer, ["admin"]),
  ];
  const group = await aGroup(customer, ["admin"]);
  const kept = [
    (await aKey(apiUser, owner)).id,
    (await aKey(apiUser, disabled)).id,
    (await aKey(apiUser, ended)).id,
    given.key.id,
  ];
  await disable(disabled.id);
  await endedNow(async (expiresAt) => {
    const roles = [{ role: "admin", expiresAt }];
    return (await owner.put(`${path}/members/${ended.id}/roles`, { roles }, any)).status === 200;
  });
  await owner.delete(group.path, any);
  await settledAt(given);
  expect((await keysOf(customer, apiUser)).map(({ id }) => id).sort()).toEqual(kept.sort());
});

test("a key that another of the same person has taken the place of goes with it", async () => {
  const { customer, owner, path, person, apiUser, key } = await withKeyOf(byRole("admin"));
  await person.post(`${key.path}/rotate`, { overlapMinutes: 60 });
  await owner.delete(`${path}/members/${person.id}`, any);
  await until(async () => (await keysOf(customer, apiUser)).length === 0, "the end of both");
  for (let i = 0; i < 10; i++) await aKey(apiUser, owner);
  expect((await owner.post(`${apiUser.path}/keys`, {})).body.code).toBe("limit_reached");
});

test("a rotated key has its place back when the new one was somebody's who lost the right", async () => {
  const { customer, owner, path, person, apiUser } = await withKeyOf(byRole("admin"));
  const old = await aKey(apiUser, owner);
  await person.post(`${old.path}/rotate`, { overlapMinutes: 60 });
  await owner.delete(`${path}/members/${person.id}`, any);
  await until(async () => (await keysOf(customer, apiUser)).length === 1, "the end of one");
  const [left] = await keysOf(customer, apiUser);
  expect(left).toMatchObject({ id: old.id });
  expect(left).not.toHaveProperty("replacedBy");
});

test("a key of the platform goes with the right to manage them, and with its person", async () => {
  const operator = await theAdmin();
  for (const lose of [
    (id: string) => operator.delete(`/v1/platform/admins/${id}`, any),
    (id: string) => operator.delete(`/v1/platform/users/${id}`, any),
  ]) {
    const admin = await anAdmin(["organization-admin"]);
    const apiUser = await anApiUser({ path: "/v1/platform", owner: operator }, [
      "platform.users.view",
    ]);
    await aKey(apiUser, admin);
    const kept = await aKey(apiUser, operator);
    expect((await lose(admin.id)).status).toBeLessThan(300);
    await until(async () => {
      const { items } = (await operator.get(`${apiUser.path}/keys`)).body;
      return items.length === 1 && items[0].id === kept.id;
    }, "the end of the key");
    await operator.delete(apiUser.path, any);
  }
});

const platformWays: [string, (group: { id: string; path: string }, person: Person) => string][] = [
  ["loses the role", ({ id }) => `/v1/platform/admins/${id}/roles/organization-admin`],
  ["loses all roles", ({ id }) => `/v1/platform/admins/${id}`],
  ["is deleted", ({ path }) => path],
  ["is left", ({ path }, { id }) => `${path}/members/${id}`],
];

test.each(platformWays)(
  "a key of the platform goes with the right that a group gave, when the group %s",
  async (_, lost) => {
    const [operator, person, both] = [
      await theAdmin(),
      await aPerson(),
      await anAdmin(["organization-admin"]),
    ];
    const group = await anAdminGroup(["organization-admin"], [person, both]);
    const apiUser = await anApiUser({ path: "/v1/platform", owner: operator }, [
      "platform.users.view",
    ]);
    const gone = await aKey(apiUser, person);
    const kept = [await aKey(apiUser, operator), await aKey(apiUser, both)];
    expect((await operator.delete(lost(group, person), any)).status).toBeLessThan(300);
    const left = await until(async () => {
      const { items } = (await operator.get(`${apiUser.path}/keys`)).body;
      const ids = items.map(({ id }: { id: string }) => id);
      return !ids.includes(gone.id) && ids;
    }, "the end of the key");
    expect(left.sort()).toEqual(kept.map(({ id }) => id).sort());
    await operator.delete(apiUser.path, any);
  },
);

/** Waits until the cascades of the customer that are under way have ended: one more, begun now, goes after them. */
async function settledAt({ customer, owner, path }: Given) {
  const person = await aMember(customer, ["employee"]);
  const { body } = await owner.delete(`${path}/members/${person.id}`, any);
  await until(
    async () => (await owner.get(`/v1/operations/${body.operation}`)).body.state === "done",
    "the end of the cascades",
  );
  expect((await mailsTo(owner.email)).filter(({ subject }) => revokedMail.test(subject))).toEqual(
    [],
  );
}
