import { expect, test } from "vitest";
import { newId } from "../../../shared/model/id.ts";
import { groupEntry } from "../../../shared/model/user.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow, aCustomerGroup, threeLevels } from "../../support/below.ts";
import { copied } from "../../support/copied.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anAdminGroup,
  aPerson,
  aProject,
  inTurn,
  theAdmin,
} from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };
const told = ({ email }: { email: string }, about: RegExp, count = 1) =>
  mailTo(email, undefined, { about, count });

/** True once nothing comes of the letter about a group that somebody left. */
async function isDropped(
  { owner, path }: Awaited<ReturnType<typeof aCustomer>>,
  { id }: { id: string },
) {
  const type = "customer.group.member.removed";
  const { items } = (await owner.get(`${path}/events?type=${type}&subject=${id}`)).body;
  const letter = await tableOf().get(keys.letter({ event: items[0].id, recipient: id }));
  return letter?.state === "dropped";
}

test("who leaves a group and keeps access is told once what it gave, and where", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const [low, project] = [await aCustomerBelow(customer, owner), await aProject(customer)];
  const group = await aGroup(customer, ["admin"]);
  await owner.put(`${low.path}/members/${group.id}/roles/employee`);
  await owner.put(`${project.path}/members/${group.id}/roles/reader`);
  const person = await aMember(customer, ["employee"]);
  await owner.put(`${group.path}/members/${person.id}`);
  const came = await told(person, /through the group/);
  expect(came.subject).toBe("You now have access through the group Night shift");
  for (const role of [
    `Admin in Customer ${id}`,
    `Employee in Customer ${low.id}`,
    `Project Reader in Project ${project.id} (Customer ${id})`,
  ])
    expect(came.body.text).toContain(role);
  await owner.delete(`${group.path}/members/${person.id}`);
  const { subject, body } = await told(person, /have changed/);
  expect(subject).toBe(`Your roles in Customer ${id} have changed`);
  expect(body.text).toContain("ended what you had through the group Night shift");
  expect(body.text).toContain(`Admin in Customer ${id}`);
  // What is below follows from the role above that stays.
  expect(body.text).not.toContain(low.id);
  expect(body.text).toContain(`Project Reader in Project ${project.id}`);
  expect(await mailsTo(person.email)).toHaveLength(3);
});

test("the same holds where project access further down rested on the group", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const low = await aCustomerBelow(customer, owner);
  const [project, person] = [await aProject(low), await aPerson()];
  const group = await aGroup(customer, ["admin"], [person]);
  await owner.put(`${project.path}/members/${person.id}/roles/reader`);
  await owner.put(`${path}/members/${person.id}/roles/employee`);
  await owner.delete(`${group.path}/members/${person.id}`);
  const { subject, body } = await told(person, /have changed/);
  expect(subject).toBe(`Your roles in Customer ${id} have changed`);
  expect(body.text).toContain("Role that has ended: Admin");
  expect((await person.get(project.path)).status).toBe(200);
});

test("members of a group that loses a role are told of what nothing else gives them", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const [less, same, out] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["admin"]),
    await aPerson(),
  ];
  const group = await aGroup(customer, ["admin", "employee"], [less, same, out]);
  await owner.delete(`${path}/members/${group.id}/roles/admin`);
  for (const person of [less, out])
    expect((await told(person, /have changed/)).body.text).toContain("Before");
  await owner.delete(`${path}/members/${group.id}`, any);
  expect((await told(out, /has ended/)).subject).toBe(`Your access to Customer ${id} has ended`);
  for (const one of [less, same]) await owner.delete(`${path}/members/${one.id}`, any);
  const changes = async ({ email }: { email: string }) => {
    await mailTo(email, undefined, { about: /has ended/ });
    return (await mailsTo(email)).filter(({ subject }) => /have changed/.test(subject)).length;
  };
  expect([await changes(less), await changes(same)]).toEqual([1, 0]);
});

test("members of a group that is deleted are told once of all that it gave", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const { path } = await aCustomerGroup(customer);
  const [stays, out] = [await aMember(customer, ["employee"]), await aPerson()];
  const group = await aGroup(customer, ["admin"], [stays, out]);
  await owner.put(`${path}/members/${group.id}/roles/admin`);
  await told(stays, /in the customers|the customers in/);
  await owner.delete(group.path, any);
  const { body } = await told(stays, /have changed/);
  expect(body.text).toContain("through the group Night shift");
  expect(body.text).toContain(`Admin in Customer ${id}`);
  expect(body.text).toMatch(/Admin in the customers in Group-?.* \(a group of Customer/);
  const gone = await told(out, /has ended/);
  expect(gone.body.text).toMatch(/ended with it: Admin in the customers in/);
  expect(gone.body.text).not.toContain(`Admin in Customer ${id}`);
  expect(
    (await mailsTo(stays.email)).filter(({ subject }) => /changed/.test(subject)),
  ).toHaveLength(1);
});

test("coming into a group that holds roles on customers below alone, and leaving it, is told", async () => {
  const customer = await aCustomer();
  const { owner, id } = customer;
  const { path } = await aCustomerGroup(customer);
  const group = await aGroup(customer);
  await owner.put(`${path}/members/${group.id}/roles/admin`);
  const [person, has, own] = [
    await aPerson(),
    await aMember(customer, ["admin"]),
    await aMember(customer, ["employee"]),
  ];
  for (const one of [person, has, own]) await owner.put(`${group.path}/members/${one.id}`);
  const { subject, body } = await told(person, /now have access/);
  expect(subject).toContain(`(a group of Customer ${id})`);
  expect(body.text).toContain("Your role: Admin");
  await own.delete(`${group.path}/members/${own.id}`);
  for (const one of [has, person]) await owner.delete(`${group.path}/members/${one.id}`);
  const left = await told(person, /have changed/);
  expect(left.body.text).toMatch(/ended what you had in the customers in .* through the group/);
  // What else gives them the same counts when the letter is sent, so they keep it until then.
  await until(() => isDropped(customer, has), "the end of the letter");
  for (const one of [has, own]) {
    await owner.delete(`${customer.path}/members/${one.id}`, any);
    await told(one, /has ended/);
    const subjects = (await mailsTo(one.email)).map((mail) => mail.subject);
    expect(subjects.filter((it) => /have changed/.test(it))).toEqual([]);
  }
});

test("the same holds of groups of the platform, and of their end", async () => {
  const [admin, customer] = [await theAdmin(), await aCustomer()];
  const name = `Group of ${customer.id}`;
  const made = await admin.post("/v1/platform/customer-groups", { displayName: name });
  const path = `/v1/platform/customer-groups/${made.body.id}`;
  await admin.put(`${path}/customers/${customer.id}`);
  const group = await anAdminGroup(["ops-support"]);
  await admin.put(`${path}/members/${group.id}/roles/admin`);
  const [one, other] = [await aPerson(), await aPerson()];
  for (const { id } of [one, other, admin]) await admin.put(`${group.path}/members/${id}`);
  for (const person of [one, other]) {
    const { body } = await told(person, /now have access through the group On call/);
    expect(body.text).toContain("- Ops Support on the platform\n");
    expect(body.text).toContain(`- Admin in the customers in ${name}`);
  }
  await admin.delete(`${group.path}/members/${one.id}`);
  const left = await told(one, /roles on the platform have changed/);
  expect(left.body.text).toContain("ended what you had through the group On call");
  expect(left.body.text).toContain("- Ops Support on the platform\n");
  await admin.delete(group.path, any);
  const gone = (await told(other, /roles on the platform have changed/)).body.text;
  for (const role of ["- Ops Support on the platform\n", "- Admin in the customers in"])
    expect(gone).toContain(role);
  expect(await mailsTo(other.email)).toHaveLength(2);
  const own = (await mailsTo(admin.email)).map(({ subject }) => subject);
  expect(own.filter((subject) => subject.includes(name))).toEqual([]);
});

test("the end of a group comes to its own end, however many other groups its members are in", async () => {
  const { top, low, owner } = await threeLevels();
  const people = await inTurn(Array.from({ length: 25 }), () => aPerson());
  const group = await aGroup(low, ["employee"], people);
  const entry = () => groupEntry(top.id, newId("group", new Date()));
  const others = new Map(people.map(({ id }) => [id, Array.from({ length: 190 }, entry)]));
  const recordOf = async ({ id }: { id: string }) => {
    const key = keys.user({ user: id });
    await copied(key);
    return { key, groups: (await tableOf().get(key))?.groups as Set<string> };
  };
  for (const person of people) {
    const { key, groups } = await recordOf(person);
    await tableOf().change(key, { groups: new Set([...groups, ...(others.get(person.id) ?? [])]) });
  }
  const { body } = await owner.delete(group.path, any);
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", members: 25 });
  for (const person of people) {
    const { key, groups } = await recordOf(person);
    expect([...groups].sort()).toEqual(others.get(person.id)?.toSorted());
    // What nobody gave them is no state of the table that could come to be.
    await tableOf().change(key, { groups: undefined });
    await person.patch("/v1/me", { firstName: "Ada" }, any);
  }
});
