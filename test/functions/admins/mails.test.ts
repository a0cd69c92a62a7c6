import { expect, test } from "vitest";
import { anAdmin, anAdminGroup, aPerson, type Person, theAdmin } from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";

const admins = "/v1/platform/admins";
const any = { "if-match": "*" };
const roleOf = ({ id }: { id: string }, role: string) => `${admins}/${id}/roles/${role}`;

const told = ({ email }: Person, about: RegExp, count = 1) =>
  mailTo(email, undefined, { about, count });

/** What somebody was told of themselves: whoever holds roles on the platform may hear of the customers of others, too. */
const subjectsTo = async ({ email }: Person) =>
  (await mailsTo(email)).map(({ subject }) => subject).filter((one) => one.startsWith("You"));

/** An Organization Admin with a name. */
async function ada() {
  const person = await anAdmin(["organization-admin"]);
  const { headers } = await person.get("/v1/me");
  const name = { firstName: "Ada", lastName: "Lovelace" };
  await person.patch("/v1/me", name, { "if-match": headers.get("etag") ?? "" });
  return person;
}

test("tells somebody of each change of their roles on the platform, once, and who made it", async () => {
  const [admin, person] = [await ada(), await aPerson()];
  const expiresAt = "2099-01-31T12:00:00Z";
  await admin.put(roleOf(person, "ops-support"), { expiresAt });
  const given = await told(person, /^You now have a role on the platform$/);
  for (const part of [given.body.text, given.body.html]) expect(part).toContain("Ada Lovelace");
  expect(given.body.text).toContain(
    "gave you a role on the platform.\n\nYour role: Ops Support, until 31 January 2099 at 12:00 UTC\n",
  );
  await admin.put(roleOf(person, "ops-support"), { expiresAt });
  await admin.put(roleOf(person, "finops-manager"));
  const changed = await told(person, /^Your roles on the platform have changed$/);
  expect(changed.body.text).toMatch(/Now:\n- FinOps Manager\n- Ops Support, .*\nBefore: Ops Supp/);
  await admin.put(`${admins}/${person.id}/roles`, { roles: [{ role: "ops-support" }] }, any);
  const less = await told(person, /have changed$/, 2);
  expect(less.body.text).toContain("Now: Ops Support\nBefore:\n- FinOps Manager\n- Ops Support");
  await admin.delete(`${admins}/${person.id}`, any);
  const { body } = await told(person, /^Your role on the platform has ended$/);
  expect(body.text).toContain("ended your role on the platform.\n\nRole that has ended: Ops Supp");
  expect(await subjectsTo(person)).toHaveLength(4);
  await admin.put(roleOf(person, "ops-support"));
  await told(person, /^You now have/, 2);
  await person.delete(`${admins}/${person.id}`, any);
  await admin.put(roleOf(person, "finops-manager"));
  await told(person, /^You now have/, 3);
  expect(await subjectsTo(person)).toHaveLength(6);
});

test("tells each member of a group of the platform what it was given and has no more, but for who did it", async () => {
  const admin = await ada();
  const [one, other] = [await aPerson(), await aPerson()];
  const group = await anAdminGroup([], [one, other]);
  await admin.put(roleOf(group, "ops-support"));
  for (const person of [one, other])
    expect((await told(person, /^You now have a role on the platform$/)).body.text).toContain(
      "Ada Lovelace gave you a role on the platform through the group On call.\n\nYour role: Ops Support\n",
    );
  await admin.put(roleOf(group, "finops-manager"));
  const { body } = await told(one, /^Your roles on the platform have changed$/);
  expect(body.text).toContain("changed what you have on the platform through the group On call.");
  expect(body.text).toContain("Now:\n- FinOps Manager\n- Ops Support\nBefore: Ops Support\n");
  await admin.delete(`${admins}/${group.id}`, any);
  const lost = await told(one, /have changed$/, 2);
  expect(lost.body.text).toContain("ended what you had on the platform through the group On call");
  expect(lost.body.text).toContain("Roles that have ended:\n- FinOps Manager\n- Ops Support\n");
  expect(await subjectsTo(one)).toHaveLength(3);
  const [acting, watching] = [await aPerson(), await aPerson()];
  const appointing = await anAdminGroup(["organization-admin"], [acting, watching]);
  for (const person of [acting, watching]) await told(person, /^You now have/);
  await acting.delete(roleOf(appointing, "organization-admin"));
  await told(watching, /have changed$/);
  expect(await subjectsTo(acting)).toHaveLength(1);
});

test("coming into such a group, leaving it and its end are told, too", async () => {
  const [admin, stays, leaves] = [await theAdmin(), await aPerson(), await aPerson()];
  const group = await anAdminGroup(["ops-support"], [stays, leaves]);
  for (const person of [stays, leaves])
    expect((await told(person, /^You now have a role on the platform$/)).body.text).toContain(
      "through the group On call.\n\nYour role: Ops Support\n",
    );
  await admin.delete(`${group.path}/members/${leaves.id}`);
  await admin.delete(group.path, any);
  for (const person of [leaves, stays])
    expect((await told(person, /^Your roles on the platform have changed$/)).body.text).toContain(
      "ended what you had on the platform through the group On call.\n\nRole that has ended: Ops Support\n\nWhatever else you have stays as it is.",
    );
  for (const person of [leaves, stays]) expect(await subjectsTo(person)).toHaveLength(2);
});

test("nobody is told of roles that they have all the same", async () => {
  const [admin, own, shared] = [await theAdmin(), await aPerson(), await aPerson()];
  await admin.put(roleOf(own, "organization-user"));
  await told(own, /^You now have/);
  const group = await anAdminGroup(["organization-user"], [own, shared]);
  await told(shared, /^You now have/);
  await admin.put(roleOf(group, "onboarding-support"));
  await admin.delete(roleOf(group, "organization-user"));
  await told(shared, /have changed$/);
  await admin.put(roleOf(group, "organization-user"));
  await told(shared, /have changed$/, 2);
  await admin.delete(`${group.path}/members/${own.id}`);
  await admin.put(roleOf(own, "compliance-manager"));
  await told(own, /have changed$/);
  await admin.put(roleOf(shared, "organization-user"));
  await admin.delete(roleOf(shared, "organization-user"));
  await admin.put(roleOf(shared, "compliance-manager"));
  await told(shared, /^You now have/, 2);
  await admin.delete(roleOf(shared, "compliance-manager"));
  const { body } = await told(shared, /^Your own role on the platform has ended$/);
  const expiresAt = "2099-01-31T12:00:00Z";
  await admin.put(roleOf(group, "organization-user"), { expiresAt });
  await told(shared, /have changed$/, 3);
  // For good, and not only until then.
  await admin.put(roleOf(shared, "organization-user"));
  await told(shared, /^You now have/, 3);
  expect(body.text).toContain("What you have through the group On call stays as it is.");
  expect([await subjectsTo(own), await subjectsTo(shared)]).toEqual([
    expect.objectContaining({ length: 2 }),
    expect.objectContaining({ length: 7 }),
  ]);
});
