import { expect, test } from "vitest";
import { aCustomer, aMember, aPerson, aProject, type Person } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";

const named = (person: Person, firstName: string, lastName: string) =>
  person.patch("/v1/me", { firstName, lastName }, { "if-match": '"1"' });

/** A customer whose owner has a name, and somebody to do things to. */
async function aStory() {
  const customer = await aCustomer();
  await named(customer.owner, "Ada", "Lovelace");
  return { ...customer, project: await aProject(customer), person: await aPerson() };
}

test("tells somebody of each change of their access, once: who did what at which customer", async () => {
  const { id, path, owner, project, person } = await aStory();
  const at = `members/${person.id}`;
  const told = async (count: number) => {
    const mail = await mailTo(person.email, undefined, { count });
    expect(mail.body.text).toContain("Ada Lovelace");
    expect(mail.body.html).toContain("Ada Lovelace");
    expect(mail.body.text).toContain(`Customer ${id}`);
    return mail.body.text;
  };
  await owner.put(`${path}/${at}/roles/employee`);
  expect(await told(1)).toContain("Employee");
  await owner.put(`${path}/${at}/roles/admin`);
  expect(await told(2)).toContain("Admin");
  await owner.put(`${project.path}/${at}/roles/reader`);
  expect(await told(3)).toContain(`Project ${project.id}`);
  await owner.put(`${project.path}/${at}/roles/user`);
  expect(await told(4)).toContain("Project User");
  await owner.delete(`${project.path}/${at}`, { "if-match": "*" });
  expect(await told(5)).toContain(`Project ${project.id}`);
  await owner.delete(`${path}/${at}/roles/admin`);
  expect(await told(6)).toContain("Employee");
  await owner.delete(`${path}/${at}`, { "if-match": "*" });
  await told(7);
  expect(await mailsTo(person.email)).toHaveLength(7);
});

test("tells of a whole set of roles in one mail", async () => {
  const { path, owner, person } = await aStory();
  const roles = [{ role: "admin" }, { role: "employee", expiresAt: "2099-01-31T12:00:00Z" }];
  const body = { roles };
  await owner.put(`${path}/members/${person.id}/roles`, body, { "if-match": '"0"' });
  const { body: mail } = await mailTo(person.email);
  expect(mail.text).toContain("Admin");
  expect(mail.text).toMatch(/Employee.*31 January 2099/);
  expect(await mailsTo(person.email)).toHaveLength(1);
});

test("writes nothing about what changes nothing", async () => {
  const { path, owner, person } = await aStory();
  const at = `${path}/members/${person.id}/roles`;
  await owner.put(`${at}/employee`);
  await mailTo(person.email);
  await owner.put(`${at}/employee`);
  await owner.put(`${at}/admin`);
  await mailTo(person.email, undefined, { count: 2 });
  expect(await mailsTo(person.email)).toHaveLength(2);
});

test("writes to nobody about what they do themselves", async () => {
  const { path, owner, project, person } = await aStory();
  await owner.put(`${path}/members/${person.id}/roles/owner`);
  await mailTo(person.email);
  const own = `members/${owner.id}`;
  await owner.put(`${path}/${own}/roles/admin`);
  await owner.put(`${project.path}/${own}/roles/user`);
  await owner.delete(`${project.path}/${own}`, { "if-match": "*" });
  const { body } = await owner.delete(`${path}/${own}`, { "if-match": "*" });
  const isDone = async () =>
    (await owner.get(`/v1/operations/${body.operation}`)).body.state === "done";
  await until(isDone, "the end of the cascade");
  await person.put(`${path}/${own}/roles/employee`);
  await mailTo(owner.email);
  expect(await mailsTo(owner.email)).toHaveLength(1);
});

test("tells the members of a deleted project, each once, and nobody else", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const [one, other, outside] = [
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
    await aMember(customer, ["employee"]),
  ];
  for (const { id } of [one, other, customer.owner])
    await customer.owner.put(`${project.path}/members/${id}/roles/user`);
  await mailTo(one.email, undefined, { count: 2 });
  await mailTo(other.email, undefined, { count: 2 });
  const confirm = { confirm: project.id, reason: "Over" };
  await customer.owner.post(`${project.path}/delete`, confirm);
  for (const { email } of [one, other]) {
    const { body } = await mailTo(email, undefined, { count: 3 });
    expect(body.text).toContain(`Project ${project.id}`);
    expect(await mailsTo(email)).toHaveLength(3);
  }
  expect(await mailsTo(outside.email)).toHaveLength(1);
  expect(await mailsTo(customer.owner.email)).toHaveLength(0);
});
