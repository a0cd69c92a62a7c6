import { expect, test } from "vitest";
import { allPermissions, levelOf } from "../../../shared/access/permissions.ts";
import { newId as newGroupId } from "../../../shared/model/id.ts";
import { groupEntry } from "../../../shared/model/user.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow, copiesOf } from "../../support/below.ts";
import { copied } from "../../support/copied.ts";
import { aCustomer, aMember, anAdmin, aPerson, aProject, theAdmin } from "../../support/given.ts";
import { holds, matrices } from "../../support/matrices.ts";
import { tableOf } from "../../support/table.ts";

interface Asked {
  permission: string;
  [about: string]: string;
}

/** The permissions that are answered with yes, of those asked for. */
async function allowed(asker: Awaited<ReturnType<typeof aPerson>>, questions: Asked[]) {
  const { status, body } = await asker.post("/v1/access/check", { questions });
  expect([status, body.results?.length]).toEqual([200, questions.length]);
  return questions
    .filter((_, i) => body.results[i].allowed)
    .map(({ permission }) => permission)
    .sort();
}

const below = allPermissions.filter((permission) => levelOf(permission) !== "platform");
const onPlatform = allPermissions.filter((permission) => levelOf(permission) === "platform");

test.each(matrices.customer?.roles ?? [])(
  "%s may on a customer what the matrix says",
  async (role) => {
    const customer = await aCustomer();
    const person = role === "owner" ? customer.owner : await aMember(customer, [role]);
    const project = await aProject(customer);
    const questions = below.map((permission) => ({
      permission,
      customer: customer.id,
      ...(levelOf(permission) === "project" && { project: project.id }),
    }));
    const wanted = below.filter((permission) => holds("customer", role, permission));
    expect(await allowed(person, questions)).toEqual(wanted.sort());
  },
);

test.each(matrices.project?.roles ?? [])(
  "project %s may on a project what the matrix says",
  async (role) => {
    const customer = await aCustomer();
    const person = await aMember(customer, ["employee"]);
    const project = await aProject(customer);
    await customer.owner.put(`${project.path}/members/${person.id}/roles/${role}`);
    const questions = below.map((permission) => ({
      permission,
      customer: customer.id,
      project: project.id,
    }));
    const wanted = below.filter(
      (permission) =>
        holds("customer", "employee", permission) || holds("project", role, permission),
    );
    expect(await allowed(person, questions)).toEqual(wanted.sort());
  },
);

test.each(matrices.platform?.roles ?? [])(
  "%s may on the platform what the matrix says",
  async (role) => {
    const admin = await anAdmin([role]);
    const wanted = onPlatform.filter((permission) => holds("platform", role, permission));
    const questions = onPlatform.map((permission) => ({ permission }));
    expect(await allowed(admin, questions)).toEqual(wanted.sort());
  },
);

test("a platform role gives nothing below the platform", async () => {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const questions = below.map((permission) => ({
    permission,
    customer: customer.id,
    project: project.id,
  }));
  expect(await allowed(await theAdmin(), questions)).toEqual([]);
});

test("answers about others, other customers and unknown ones in one go, each by its own right", async () => {
  const [customer, elsewhere] = [await aCustomer(), await aCustomer()];
  const member = await aMember(elsewhere, ["admin"]);
  const permission = "customer.edit";
  const questions = [
    { permission, customer: customer.id },
    { permission, customer: elsewhere.id, principal: member.id },
    { permission, customer: customer.id, principal: member.id },
    { permission, customer: "nobodys" },
  ];
  const answers = async (asker: typeof member) =>
    (await asker.post("/v1/access/check", { questions })).body.results.map(
      ({ allowed: one }: { allowed: boolean }) => one,
    );
  expect(await answers(customer.owner)).toEqual([true, false, false, false]);
  expect(await answers(elsewhere.owner)).toEqual([false, true, false, false]);
  expect(await answers(await theAdmin())).toEqual([false, true, false, false]);
});

test("answers a plain no about a project that is not there, or no more", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const project = await aProject(customer);
  const question = { permission: "project.view", customer: customer.id, project: project.id };
  expect(await allowed(owner, [question])).toEqual(["project.view"]);
  expect(await allowed(owner, [{ ...question, project: "nowhere" }])).toEqual([]);
  const words = { confirm: project.id, reason: "It is over" };
  const deleted = await owner.post(`${project.path}/delete`, words, { "if-match": "*" });
  expect(deleted.status).toBe(202);
  expect(await allowed(owner, [question])).toEqual([]);
  const explained = await owner.post("/v1/access/explain", question);
  expect(explained.body).toEqual({ allowed: false, ways: [], failing: [], missing: [] });
});

test.each([
  [{ permission: "customer.fly" }, "/questions/0/permission"],
  [{ permission: "customer.edit" }, "/questions/0/permission"],
  [{ permission: "project.view", customer: "acme" }, "/questions/0/permission"],
  [{ permission: "project.view", project: "web" }, "/questions/0/customer"],
])("refuses %o and says where", async (question, pointer) => {
  const { status, body } = await (await aPerson()).post("/v1/access/check", {
    questions: [question],
  });
  expect([status, body.code, body.errors[0].pointer]).toEqual([400, "invalid", pointer]);
});

test("takes a hundred questions and not one more", async () => {
  const person = await aPerson();
  const question = { permission: "customer.view", customer: "acme" };
  const answer = (count: number) =>
    person.post("/v1/access/check", { questions: Array(count).fill(question) });
  expect((await answer(100)).body.results).toHaveLength(100);
  expect((await answer(101)).status).toBe(400);
  expect((await answer(0)).status).toBe(400);
});

test("refuses questions that are about more groups than one request reads", async () => {
  const top = await aCustomer();
  const child = await aCustomerBelow(top, top.owner);
  const customers = await copiesOf(top, child, 99);
  const person = await aPerson();
  const key = keys.user({ user: person.id });
  const groups = Array.from({ length: 150 }, () =>
    groupEntry(top.id, newGroupId("group", new Date())),
  );
  await copied(key);
  await tableOf().change(key, { groups: new Set(groups) });
  const about = (ids: string[]) =>
    person.post("/v1/access/check", {
      questions: ids.map((customer) => ({ permission: "customer.view", customer })),
    });
  const refused = await about(customers);
  expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
  expect((await about(customers.slice(0, 10))).body.results).toHaveLength(10);
  // What many questions need alike is read once.
  const questions = Array.from({ length: 30 }, (_, i) => ({
    permission: "project.view",
    customer: child.id,
    project: `web-${i}`,
  }));
  expect((await person.post("/v1/access/check", { questions })).status).toBe(200);
  await tableOf().change(key, { groups: undefined });
  expect((await about(customers)).status).toBe(200);
});
