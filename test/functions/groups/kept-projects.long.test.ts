import { expect, test } from "vitest";
import { aCustomer, aGroup, aMember, aPerson, aProject } from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";

const any = { "if-match": "*" };

/** A group with a role on a project; some of its members have the project otherwise. */
async function aProjectOfMany() {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  const members = {
    own: await aMember(customer, ["employee"]),
    through: await aMember(customer, ["employee"]),
    less: await aMember(customer, ["employee"]),
    last: await aPerson(),
  };
  const [people, other] = [Object.values(members), [members.through]];
  const groups = [
    await aGroup(customer, ["employee"], people),
    await aGroup(customer, ["employee"], other),
  ];
  await owner.put(`${path}/members/${members.last.id}/roles/employee`);
  const give = async (principal: { id: string }, role: string) =>
    expect((await owner.put(`${project.path}/members/${principal.id}/roles/${role}`)).status).toBe(
      200,
    );
  for (const principal of [...groups, members.own]) await give(principal, "user");
  await give(members.less, "reader");
  return { ...customer, project, group: groups[0] as (typeof groups)[number], ...members };
}

const ended = /ended|changed/;

/** That nobody was told of the end of what they still have, once the last one was told. */
async function tellsNobodyElse({
  project,
  own,
  through,
  less,
  last,
}: Awaited<ReturnType<typeof aProjectOfMany>>) {
  const { body } = await mailTo(last.email, undefined, { about: ended });
  expect(body.text).toContain(`Project ${project.id}`);
  expect((await last.get(project.path)).status).toBe(404);
  const told = [];
  for (const kept of [own, through, less]) {
    expect((await kept.get(project.path)).status).toBe(200);
    told.push((await mailsTo(kept.email)).map(({ subject }) => subject));
  }
  return told.map((subjects) => subjects.filter((one) => ended.test(one)));
}

type All = Awaited<ReturnType<typeof aProjectOfMany>>;

test.each([
  ["is deleted", ({ owner, group }: All) => owner.delete(group.path, any), 202],
  [
    "loses the customer",
    ({ owner, path, group }: All) => owner.delete(`${path}/members/${group.id}`, any),
    200,
  ],
  [
    "loses the project",
    ({ owner, project, group }: All) => owner.delete(`${project.path}/members/${group.id}`, any),
    204,
  ],
])(
  "nobody is told of a project that they have otherwise when a group %s; who has less of it by now is told just that",
  async (_, lose, status) => {
    const all = await aProjectOfMany();
    expect((await lose(all)).status).toBe(status);
    const changed = await mailTo(all.less.email, undefined, { about: /have changed/ });
    expect(changed.body.text).toContain("Project User");
    expect(changed.body.text).toContain(`Project ${all.project.id}`);
    const [own, through] = await tellsNobodyElse(all);
    expect([own, through]).toEqual([[], []]);
  },
);
