import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomer, aPerson, type Person, theAdmin } from "../../support/given.ts";
import { invite } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

const theCustomer = aCustomer();

const projects = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ project: `p-${i}`, role: "user" }));

test.each([
  ["an access end in the past", { accessExpiresAt: "2020-01-01T00:00:00Z" }, "/accessExpiresAt"],
  ["a link that works for no day", { expiresInDays: 0 }, "/expiresInDays"],
  ["a link that works for 31 days", { expiresInDays: 31 }, "/expiresInDays"],
  ["a message of 501 characters", { message: "x".repeat(501) }, "/message"],
  ["21 project roles", { projects: projects(21) }, "/projects"],
  ["a project that is not there", { projects: projects(1) }, "/projects"],
  ["a project role twice", { projects: [...projects(1), ...projects(1)] }, "/projects"],
  ["no role", { roles: [] }, "/roles"],
  ["a role twice", { roles: ["member", "employee"] }, "/roles"],
  ["a role that is not there", { roles: ["emperor"] }, "/roles/0"],
  ["six roles", { roles: ["owner", "admin", "employee", "a", "b", "c"] }, "/roles"],
  ["no first name", { firstName: " " }, "/firstName"],
])("refuses %s", async (_, more, pointer) => {
  const { path, owner } = await theCustomer;
  const { status, body } = await invite(owner, path, more);
  expect([status, body.code]).toEqual([400, "invalid"]);
  expect(body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
});

test.each([
  "grace",
  "grace@",
  "grace@localhost",
  "grâce@example.org",
  "a b@example.org",
  "a@b@c.org",
])("refuses the address %s, since no mail can go there", async (email) => {
  const { path, owner } = await theCustomer;
  const { status, body } = await invite(owner, path, { email });
  expect([status, body.code]).toEqual([400, "address_not_deliverable"]);
});

test("takes what is just within the limits", async () => {
  const { path, owner } = await theCustomer;
  const message = "x".repeat(500);
  const { status, body } = await invite(owner, path, { message, expiresInDays: 30 });
  expect(status).toBe(201);
  const days = (Date.parse(body.expiresAt) - Date.parse(body.createdAt)) / 86_400_000;
  expect(days).toBe(30);
});

test("shows an international domain in its letters, keeps it as Punycode and takes either", async () => {
  const { id, path, owner } = await aCustomer();
  const name = `${newId("o")}'b`;
  const [letters, kept] = [`${name}@bücher.example`, `${name}@xn--bcher-kva.example`];
  const { body } = await invite(owner, path, { email: letters });
  expect(body.email).toBe(letters);
  const stored = await tableOf().get(keys.invitation({ customer: id, invitation: body.id }));
  expect(stored?.email).toBe(kept);
  expect((await invite(owner, path, { email: kept })).body.code).toBe("invitation_open");
  const person = await aPerson(kept);
  const me = (await person.get("/v1/me")).body;
  expect([me.email, me.username]).toEqual([letters, letters]);
  await owner.put(`${path}/members/${person.id}/roles/owner`);
  const listed = async (of: Person, at: string) => (await of.get(at)).body;
  expect((await listed(owner, `${path}/members/${person.id}`)).principal.email).toBe(letters);
  const about = { id: person.id, name: letters, email: letters };
  expect((await listed(owner, path)).contacts).toContainEqual(about);
  for (const q of [letters, kept]) {
    const [typed, admin] = [encodeURIComponent(q), await theAdmin()];
    const { people } = await listed(owner, `${path}/people?q=${typed}`);
    const { items } = await listed(admin, `/v1/platform/users?q=${typed}`);
    expect([people[0]?.email, items[0]?.email]).toEqual([letters, letters]);
  }
  // What callers keep in their own words stays as it is.
  const device = { name: "Scale", type: "scale", attributes: { email: kept } };
  expect((await owner.post(`${path}/devices`, device)).body.attributes).toEqual({ email: kept });
});
