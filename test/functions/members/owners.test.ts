import { expect, test } from "vitest";
import { aCustomer, aMember, anInvitation, aPerson, type Person } from "../../support/given.ts";

const any = { "if-match": "*" };
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [
  status,
  body.code,
];

test("gives a customer at most two owners, open invitations included", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const { id } = await anInvitation(customer, { roles: ["owner"] });
  const third = await aPerson();
  const role = `${path}/members/${third.id}/roles/owner`;
  expect(codeOf(await owner.put(role))).toEqual([409, "owner_limit"]);
  await owner.delete(`${path}/invitations/${id}`);
  expect((await owner.put(role)).status).toBe(200);
  const fourth = { email: "x@example.org", firstName: "X", lastName: "Y", roles: ["owner"] };
  expect(codeOf(await owner.post(`${path}/invitations`, fourth))).toEqual([409, "owner_limit"]);
});

test("lets only owners give and take the role, and touch what owners hold", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const before = (await owner.get(`${path}/members/${owner.id}`)).body;
  expect(before.roles).toEqual([{ role: "owner", state: "active" }]);
  const attempts = [
    admin.put(`${path}/members/${employee.id}/roles/owner`),
    admin.put(`${path}/members/${admin.id}/roles/owner`),
    admin.put(`${path}/members/${owner.id}/roles/employee`),
    admin.put(`${path}/members/${owner.id}/roles`, { roles: [{ role: "admin" }] }, any),
    admin.delete(`${path}/members/${owner.id}/roles/owner`),
    admin.delete(`${path}/members/${owner.id}`, any),
  ];
  for (const { status } of await Promise.all(attempts)) expect(status).toBe(403);
  expect((await owner.get(`${path}/members/${owner.id}`)).body).toEqual(before);
  expect((await owner.put(`${path}/members/${employee.id}/roles/owner`)).status).toBe(200);
});

test("keeps the last owner from leaving, giving up the role and setting an end to it", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const own = `${path}/members/${owner.id}`;
  await aMember(customer, ["admin"]);
  const before = (await owner.get(own)).body;
  const attempts = [
    () => owner.delete(own, any),
    () => owner.delete(`${own}/roles/owner`),
    () => owner.put(`${own}/roles`, { roles: [{ role: "admin" }] }, any),
    () => owner.put(`${own}/roles/owner`, { expiresAt: soon() }),
  ];
  for (const attempt of attempts) expect(codeOf(await attempt())).toEqual([409, "last_owner"]);
  expect((await owner.get(own)).body).toEqual(before);
});

test("lets an owner go while another one stays", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const second = await aMember(customer, ["owner"]);
  expect((await owner.delete(`${path}/members/${owner.id}`, any)).status).toBe(200);
  const { body } = await second.get(path);
  expect(body.contacts.map(({ id }: Person) => id)).toEqual([second.id]);
});

test("counts an owner whose role will end as none that stays", async () => {
  const { owner, path } = await aCustomer();
  const second = await aPerson();
  await owner.put(`${path}/members/${second.id}/roles/owner`, { expiresAt: soon() });
  const left = await owner.delete(`${path}/members/${owner.id}`, any);
  expect(codeOf(left)).toEqual([409, "last_owner"]);
});

test("counts an owner who never signed in as none that stays", async () => {
  const customer = await aCustomer();
  const { token, nobody } = await anInvitation(customer, { roles: ["owner"] });
  expect((await nobody.post("/v1/invitations/accept", { token })).status).toBe(200);
  const { owner, path } = customer;
  const left = await owner.delete(`${path}/members/${owner.id}`, any);
  expect(codeOf(left)).toEqual([409, "last_owner"]);
  expect((await owner.get(path)).body.contacts).toHaveLength(1);
});
