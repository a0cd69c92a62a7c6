import { expect, test } from "vitest";
import * as api from "../../../shared/api/index.ts";
import { newAddress, newId } from "../../support/api.ts";
import {
  aCustomer,
  aCustomerOf,
  aMachine,
  aPlatformMachine,
  aProject,
} from "../../support/given.ts";
import { planFor } from "../../support/invite.ts";
import { any } from "../../support/moves.ts";
import { codeOf } from "../../support/race.ts";

type Customer = Awaited<ReturnType<typeof aCustomer>>;

test.each([
  {
    name: "customers.move",
    contract: api.customers.move,
    at: async ({ path, owner }: Customer) =>
      [`${path}/move`, { parentId: (await aCustomerOf(owner)).id }] as const,
  },
  {
    name: "customers.close",
    contract: api.customers.close,
    at: async ({ path, id }: Customer) =>
      [`${path}/close`, { confirm: id, reason: "Done" }] as const,
  },
  {
    name: "customers.closeMany",
    contract: api.customers.closeMany,
    at: async ({ id }: Customer) =>
      ["/v1/customers/close", { ids: [id], confirm: 1, reason: "Done" }] as const,
  },
  {
    name: "projects.delete",
    contract: api.projects.delete,
    at: async (customer: Customer) => {
      const { id, path } = await aProject(customer);
      return [`${path}/delete`, { confirm: id, reason: "Done" }] as const;
    },
  },
])(
  "$name repeated with its key answers as at first, said or not that it is no dry run",
  async ({ contract, at }) => {
    for (const query of ["", "?dryRun=false"]) {
      const customer = await aCustomer();
      const [path, body] = await at(customer);
      const headers = { ...any, "idempotency-key": newId("key") };
      const send = () => customer.owner.post(`${path}${query}`, body, headers);
      const [first, again] = [await send(), await send()];
      expect([again.status, again.body.code]).toEqual([first.status, undefined]);
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      expect(contract.returns().safeParse(again.body).error?.issues ?? []).toEqual([]);
      // How far an operation is by now may differ.
      const { id, kind, operation, version } = first.body;
      expect(again.body).toMatchObject(
        JSON.parse(JSON.stringify({ id, kind, operation, version, dryRun: false })),
      );
    }
  },
);

const named = () => ({
  name: "One",
  displayName: "One",
  id: newId("one"),
  identifier: newId("one"),
});
const pick = (...fields: (keyof ReturnType<typeof named>)[]) =>
  Object.fromEntries(fields.map((field) => [field, named()[field]]));

/** What makes something by a permission that lets nobody look at such things. */
const making = [
  {
    name: "projects.create",
    permission: "customer.projects.create",
    at: async ({ path }: Customer) => [`${path}/projects`, pick("id", "displayName")] as const,
  },
  {
    name: "tenants.create",
    permission: "customer.projects.tenants.add",
    at: async (customer: Customer) => {
      const { path } = await aProject(customer);
      return [`${path}/tenants`, { platform: "aws", ...pick("identifier") }] as const;
    },
  },
  {
    name: "groups.create",
    permission: "customer.groups.manage",
    at: async ({ path }: Customer) =>
      [`${path}/groups`, pick("identifier", "displayName")] as const,
  },
  {
    name: "customerGroups.create",
    permission: "customer.customer-groups.manage",
    at: async ({ path }: Customer) => [`${path}/customer-groups`, pick("displayName")] as const,
  },
  {
    name: "customRoles.create",
    permission: "customer.roles.manage",
    at: async ({ path }: Customer) =>
      [`${path}/roles`, { ...pick("id", "name"), permissions: ["customer.view"] }] as const,
  },
  {
    name: "things.create",
    permission: "customer.things.manage",
    at: async ({ path }: Customer) => [`${path}/devices`, pick("name")] as const,
  },
  {
    name: "thingGroups.create",
    permission: "customer.things.manage",
    at: async ({ path }: Customer) => [`${path}/devices/groups`, pick("name")] as const,
  },
  {
    name: "customers.createFor",
    permission: "platform.customers.create",
    at: async () =>
      [
        "/v1/platform/customers",
        { ...pick("id", "displayName"), people: [planFor(newAddress())] },
      ] as const,
  },
  {
    name: "users.create",
    permission: "platform.users.create",
    at: async () =>
      ["/v1/platform/users", { email: newAddress(), firstName: "Ada", lastName: "L" }] as const,
  },
];

test.each(making)(
  "who may do no more than $name has it answered again by its key",
  async ({ permission, at }) => {
    const customer = await aCustomer();
    const machine = permission.startsWith("platform.")
      ? await aPlatformMachine([permission])
      : await aMachine(customer, ["customer.view", permission]);
    const [path, body] = await at(customer);
    const headers = { "idempotency-key": newId("key") };
    const send = () => machine.key.caller.post(path, body, headers);
    const [first, again] = [await send(), await send()];
    expect(codeOf(first)).toEqual([201, undefined]);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  },
);

test("what a key made is read by its maker's key alone, and no longer than they may make such things", async () => {
  const customer = await aCustomer();
  const permissions = ["customer.view", "customer.projects.create"];
  const machine = await aMachine(customer, permissions);
  const { caller } = machine.key;
  const headers = { "idempotency-key": newId("key") };
  const body = pick("id", "displayName");
  const path = `${customer.path}/projects`;
  expect((await caller.post(path, body, headers)).status).toBe(201);
  expect(codeOf(await caller.get(`${path}/${body.id}`))).toEqual([403, "forbidden"]);
  const other = await aMachine(customer, permissions);
  expect(codeOf(await other.key.caller.post(path, body, headers))).toEqual([
    409,
    "identifier_taken",
  ]);
  await customer.owner.patch(machine.path, { permissions: ["customer.view"] }, any);
  expect(codeOf(await caller.post(path, body, headers))).toEqual([404, "not_found"]);
});
