import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, aRoleFromAbove } from "../../support/below.ts";
import {
  aCustomerOf,
  aGroup,
  aMember,
  anAdminGroup,
  aPerson,
  aProject,
  askFor,
  type Person,
} from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { instant } from "../../support/looking-back.ts";
import { moveTo } from "../../support/moves.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };

/** A user group of the uppermost of three customers, with somebody in it, that holds a role on a group of what is below the second, and a project there. */
async function bound() {
  const made = await aRoleFromAbove();
  const { top, owner, path, child } = made;
  const person = await aPerson();
  const group = await aGroup(top, [], [person]);
  const role = `${path}/members/${group.id}/roles`;
  const given = await owner.put(`${role}/employee`);
  expect([given.status, given.body.id]).toEqual([200, group.id]);
  return { ...made, person, group, role, project: await aProject({ ...child, owner }) };
}

const mayView = async (by: Person, principal: string, customer: string, asOf?: string) => {
  const questions = [{ permission: "customer.view", principal, customer }];
  return (await by.post("/v1/access/check", { questions, asOf })).body.results[0].allowed;
};

const idsIn = async (by: Person, path: string): Promise<string[]> =>
  (await by.get(path)).body.items.map(({ id }: { id: string }) => id);

const heldBy = (principal: string) => tableOf().partition(`P#${principal}`);

test("a user group of a customer above holds roles on a group of customers, there and below", async () => {
  const { top, mid, owner, path, id, child, spare, person, group, role } = await bound();
  const lower = await aCustomerBelow(child, owner);
  const places = [child, lower, spare, mid, top];
  const seen = await Promise.all(places.map(async (one) => (await person.get(one.path)).status));
  expect(seen).toEqual([200, 200, 404, 404, 404]);
  expect(await idsIn(owner, `${path}/members`)).toContain(group.id);
  const on = { customerGroup: { id, owner: mid.id } };
  const inherited = `${child.path}/access?inherited=true`;
  const { items } = (await owner.get(inherited)).body;
  expect(items.find((one: { id: string }) => one.id === group.id).roles).toMatchObject([
    { role: "employee", customer: child.id, ...on },
  ]);
  expect((await owner.get(`${inherited}&principal=${person.id}`)).body.items).toMatchObject([
    { id: person.id, roles: [{ role: "employee", through: group.id, ...on }] },
  ]);
  const asked = { principal: person.id, permission: "customer.view", customer: lower.id };
  expect((await owner.post("/v1/access/explain", asked)).body.ways).toMatchObject([
    { role: "employee", through: group.id, customer: child.id, ...on },
  ]);
  expect((await person.get("/v1/me/access")).body.items).toMatchObject([
    { level: "customer", roles: [{ role: "employee", through: group.id, ...on }] },
  ]);
  expect((await mailTo(person.email)).subject).toContain(`Customer ${mid.id}`);
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const changed = await owner.put(`${role}/employee`, { expiresAt });
  expect(changed.body.roles).toMatchObject([{ role: "employee", expiresAt }]);
  const before = await instant();
  expect((await owner.delete(`${role}/employee`)).status).toBe(204);
  expect((await person.get(child.path)).status).toBe(404);
  expect(await mayView(owner, person.id, child.id, before)).toBe(true);
  expect(await idsIn(owner, `${path}/members`)).not.toContain(group.id);
});

test("groups of customers beside and below, of strangers and of the platform are nobody there", async () => {
  const { top, owner, path, child } = await aRoleFromAbove();
  const others = [
    await aGroup(await aCustomerBelow(top, owner)),
    await aGroup({ ...child, owner }),
    await aGroup(await aCustomerOf(owner)),
    await anAdminGroup(),
  ];
  for (const { id } of others) {
    const given = await owner.put(`${path}/members/${id}/roles/employee`);
    expect(codeOf(given)).toEqual([404, "not_found"]);
  }
});

test("moved away from the customer of the user group, it grants nothing at once, and goes with what rested on it", async () => {
  const { mid, owner, path, child, name, person, group, role, project } = await bound();
  const other = await aCustomerOf(owner);
  expect((await owner.put(`${role}/${name}`)).status).toBe(200);
  const all = `${mid.path}/customer-groups/all/members`;
  expect((await owner.put(`${all}/${group.id}/roles/employee`)).status).toBe(200);
  for (const { id } of [person, group])
    expect((await owner.put(`${project.path}/members/${id}/roles/user`)).status).toBe(200);
  expect((await person.get(project.path)).status).toBe(200);
  const before = await instant();
  expect((await moveTo(mid, other.id, owner)).status).toBe(200);
  expect((await person.get(child.path)).status).toBe(404);
  expect((await person.get(project.path)).status).toBe(404);
  expect(await mayView(owner, group.id, child.id)).toBe(false);
  expect(await mayView(owner, person.id, child.id, before)).toBe(true);
  const isListed = async () =>
    [...(await idsIn(owner, `${path}/members`)), ...(await idsIn(owner, all))].includes(group.id);
  await until(async () => !(await isListed()), "the end of the roles");
  await until(
    async () => (await idsIn(owner, `${project.path}/members`)).length === 0,
    "the end of the project roles",
  );
  const type = "customer.customer-group.member.changed";
  const { items } = (await owner.get(`${mid.path}/events?type=${type}&subject=${group.id}`)).body;
  expect(items[0]).toMatchObject({ reason: "The customer was moved", after: { roles: [] } });
  const mail = await mailTo(person.email, undefined, { about: /have ended/ });
  expect(mail.subject).toContain(`Customer ${mid.id}`);
});

test("who comes into such a user group is told where, and who leaves it loses what rested on that", async () => {
  const { owner, child, group, project } = await bound();
  const late = await aPerson();
  const member = `${group.path}/members/${late.id}`;
  expect((await owner.put(member)).status).toBe(200);
  expect((await mailTo(late.email)).body.text).toContain("Night shift");
  expect((await owner.put(`${project.path}/members/${late.id}/roles/user`)).status).toBe(200);
  expect((await late.get(project.path)).status).toBe(200);
  expect((await owner.delete(member)).status).toBe(204);
  expect((await late.get(child.path)).status).toBe(404);
  await until(
    async () => !(await idsIn(owner, `${project.path}/members`)).includes(late.id),
    "the end of the project role",
  );
  const ended = async () => (await mailsTo(late.email)).find(({ subject }) => /end/.test(subject));
  expect((await until(ended, "a mail"))?.body.text).toContain(project.id);
});

test("nobody is put into such a user group without holding what it does, or without those who must agree", async () => {
  const { top, owner, child, name, group, role } = await bound();
  const [admin, second] = [await aMember(top, ["admin"]), await aMember(top, ["owner"])];
  expect((await owner.put(`${role}/${name}`)).status).toBe(200);
  const joined = await admin.put(`${group.path}/members/${admin.id}`);
  expect(codeOf(joined)).toEqual([403, "forbidden"]);
  await askFor(top, 2);
  const late = await aPerson();
  const { status, body } = await owner.put(`${group.path}/members/${late.id}`);
  expect(status).toBe(202);
  expect((await late.get(child.path)).status).toBe(404);
  await second.post(`${top.path}/access-requests/${body.id}/approve`);
  expect((await late.get(child.path)).status).toBe(200);
});

test("a role for such a user group waits for approval, and lapses where the customer has moved away", async () => {
  const { top, mid, owner, child, path } = await aRoleFromAbove();
  const [second, other] = [await aMember({ ...mid, owner }, ["owner"]), await aCustomerOf(owner)];
  await askFor({ ...mid, owner }, 2);
  const ask = async () => {
    const person = await aPerson();
    const { id } = await aGroup(top, [], [person]);
    const { status, body } = await owner.put(`${path}/members/${id}/roles/employee`);
    expect(status).toBe(202);
    return { person, request: `${mid.path}/access-requests/${body.id}` };
  };
  const [first, later] = [await ask(), await ask()];
  expect((await second.post(`${first.request}/approve`)).body.state).toBe("approved");
  expect((await first.person.get(child.path)).status).toBe(200);
  const moving = await moveTo(mid, other.id, owner);
  const agreed = await second.post(`${mid.path}/access-requests/${moving.body.id}/approve`);
  expect([moving.status, agreed.body.state]).toEqual([202, "approved"]);
  await second.post(`${later.request}/approve`);
  expect((await owner.get(later.request)).body.state).toBe("lapsed");
  expect((await later.person.get(child.path)).status).toBe(404);
});

test("of a user group that is deleted nothing is left on groups of customers", async () => {
  const { mid, owner, path, child, person, group, project } = await bound();
  const all = `${mid.path}/customer-groups/all/members/${group.id}/roles/employee`;
  expect((await owner.put(all)).status).toBe(200);
  for (const { id } of [person, group])
    expect((await owner.put(`${project.path}/members/${id}/roles/user`)).status).toBe(200);
  expect((await owner.delete(group.path, any)).status).toBe(202);
  expect((await person.get(child.path)).status).toBe(404);
  await until(
    async () => (await idsIn(owner, `${project.path}/members`)).length === 0,
    "the end of the project roles",
  );
  expect(await idsIn(owner, `${path}/members`)).not.toContain(group.id);
  await until(async () => (await heldBy(group.id)).length === 0, "the end of all that it held");
  const mail = await mailTo(person.email, undefined, { about: /ended/ });
  expect(mail.body.text).toContain(`Customer ${mid.id}`);
});

test("so does what such a user group held on a group of customers that is deleted", async () => {
  const { owner, path, child, person, group, project } = await bound();
  expect((await owner.put(`${project.path}/members/${person.id}/roles/user`)).status).toBe(200);
  expect((await owner.delete(path, any)).status).toBe(202);
  expect((await person.get(child.path)).status).toBe(404);
  await until(
    async () => (await idsIn(owner, `${project.path}/members`)).length === 0,
    "the end of the project role",
  );
  await until(async () => (await heldBy(group.id)).length === 0, "the end of the role");
});

test("a user group that holds roles at more places than can go at once is not deleted", async () => {
  const { owner, group } = await bound();
  const [held] = (await heldBy(group.id)).filter(({ kind }) => kind === "customer group binding");
  const copies = Array.from({ length: 80 }, () => {
    const key = keys["customer group binding"]({ principal: group.id, owner: newId() });
    return key;
  });
  await Promise.all(copies.map((key) => tableOf().put({ ...held, ...key })));
  expect(codeOf(await owner.delete(group.path, any))).toEqual([409, "limit_reached"]);
  await Promise.all(copies.map((key) => tableOf().remove(key)));
  expect((await owner.delete(group.path, any)).status).toBe(202);
});
