import { expect, test } from "vitest";
import { aCustomerBelow, aCustomerGroup, threeLevels } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, aPendingProject, aPerson } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";

const any = { "if-match": "*" };

test("who is removed and still gets in from above is told that it is their own access, and from where they have it", async () => {
  const { top, low, owner } = await threeLevels();
  const [stays, goes] = [await aMember(low, ["employee"]), await aMember(low, ["employee"])];
  await owner.put(`${top.path}/members/${stays.id}/roles/employee`);
  for (const { id } of [stays, goes]) await owner.delete(`${low.path}/members/${id}`, any);
  const own = await mailTo(stays.email, undefined, { about: /has ended/ });
  expect(own.subject).toMatch(/^Your own access to .* has ended$/);
  expect(own.body.text).toContain(`What you have from Customer ${top.id} stays as it is.`);
  const all = await mailTo(goes.email, undefined, { about: /has ended/ });
  expect(all.subject).toMatch(/^Your access to .* has ended$/);
  expect(all.body.text).not.toContain("stays as it is");
});

test("the same holds of whoever gets in by a group of customers, or a user group above", async () => {
  const top = await aCustomer();
  const { child, holder } = await aCustomerGroup(top);
  const member = await aPerson();
  const group = await aGroup(top, ["employee"], [member]);
  for (const { id } of [holder, member]) {
    await top.owner.put(`${child.path}/members/${id}/roles/employee`);
    await top.owner.delete(`${child.path}/members/${id}`, any);
  }
  const byCustomers = await mailTo(holder.email, undefined, { about: /has ended/ });
  expect(byCustomers.subject).toMatch(/^Your own access/);
  expect(byCustomers.body.text).toMatch(/What you have from Customer .* and .* stays as it is/);
  const byPeople = await mailTo(member.email, undefined, { about: /has ended/ });
  expect(byPeople.body.text).toContain(`the group ${group.displayName} stays as it is`);
});

test("a project that is about to be deleted concerns those who get in from above, and by groups of customers", async () => {
  const top = await aCustomer();
  const { child, holder } = await aCustomerGroup(top);
  const low = await aCustomerBelow(child, top.owner);
  const above = await aMember(top, ["employee"]);
  const project = await aPendingProject(low, 1, [holder, above]);
  for (const { email } of [holder, above]) {
    const mail = await mailTo(email, undefined, { about: /delet/ });
    expect(mail.subject).toContain(project.id);
  }
});
