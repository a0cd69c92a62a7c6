import { afterAll, beforeAll, expect, test } from "vitest";
import { daysOf } from "../../support/days.ts";
import { aCustomer, aGroup, aKey, aMember, anApiUser } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const { settled } = daysOf(() => host);
const any = { "if-match": "*" };

async function given() {
  const customer = await aCustomer(host);
  const person = await aMember(customer, ["admin"], host);
  const group = await aGroup(customer, [], [person]);
  const apiUser = await anApiUser(customer);
  const key = await aKey(apiUser, person, {}, host);
  return { ...customer, customer, person, group, key };
}

type Given = Awaited<ReturnType<typeof given>>;

const regaining: [string, (given: Given) => Promise<{ status: number }>][] = [
  ["by a role", ({ owner, path, person }) => owner.put(`${path}/members/${person.id}/roles/admin`)],
  [
    "by a role of a group",
    ({ owner, path, group }) => owner.put(`${path}/members/${group.id}/roles/admin`),
  ],
  [
    "by a place in a group",
    async ({ owner, customer, person }) => {
      const other = await aGroup(customer, ["admin"]);
      return owner.put(`${other.path}/members/${person.id}`);
    },
  ],
  [
    "by a role that is widened",
    ({ owner, path }) =>
      owner.patch(
        `${path}/roles/automator`,
        { permissions: ["customer.api-users.manage", "customer.view"] },
        any,
      ),
  ],
];

test.each(regaining)(
  "who has the right back %s while their key is about to go keeps it",
  async (_, regain) => {
    const all = await given();
    const { owner, path, person, key } = all;
    await owner.post(`${path}/roles`, {
      id: "automator",
      name: "A",
      permissions: ["customer.view"],
    });
    await settled();
    const regained = Promise.withResolvers<{ status: number }>();
    host.suffer(async ({ operation, functionId, input }) => {
      if (operation !== "TransactWriteItems" || !/^Worker/.test(functionId)) return undefined;
      if (!JSON.stringify(input).includes(key.id)) return undefined;
      host.suffer();
      regained.resolve(await regain(all));
      return undefined;
    });
    const roles = { roles: [{ role: "automator" }] };
    expect((await owner.put(`${path}/members/${person.id}/roles`, roles, any)).status).toBe(200);
    expect((await regained.promise).status).toBe(200);
    await settled();
    expect((await key.caller.get(path)).status).toBe(200);
  },
);
