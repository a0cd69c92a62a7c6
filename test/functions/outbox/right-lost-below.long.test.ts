import { expect, test } from "vitest";
import type { Answer } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup, threeLevels } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anInvitation,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { leftAt } from "../../support/left-behind.ts";

const any = { "if-match": "*" };

test("invitations and keys further down end with the role above that they rested on", async () => {
  const { top, low, owner } = await threeLevels();
  const admin = await aMember(top, ["admin"]);
  const isGone = await leftAt(low, admin, owner);
  await owner.delete(`${top.path}/members/${admin.id}`, any);
  await isGone();
});

test("so they do with less than all access, with a group's role, and with leaving the group", async () => {
  const { top, low, owner } = await threeLevels();
  const [lesser, member, leaver] = [
    await aMember(top, ["admin", "employee"]),
    await aPerson(),
    await aPerson(),
  ];
  const [kept, left] = [
    await aGroup(top, ["admin"], [member]),
    await aGroup(top, ["admin"], [leaver]),
  ];
  const [ofLesser, ofMember, ofLeaver] = [
    await leftAt(low, lesser, owner),
    await leftAt(low, member, owner),
    await leftAt(low, leaver, owner),
  ];
  await owner.delete(`${top.path}/members/${lesser.id}/roles/admin`, any);
  await owner.delete(`${left.path}/members/${leaver.id}`);
  for (const check of [ofLesser, ofLeaver]) await check();
  // What a group has lost is looked for at everybody: by itself, then.
  await owner.delete(`${top.path}/members/${kept.id}/roles/admin`, any);
  await ofMember();
});

test("and with what a role of the customer's own gives no more", async () => {
  const { top, low, owner } = await threeLevels();
  const lasting = ["view", "edit", "things.view", "members.view", "projects.view"].map(
    (right) => `customer.${right}`,
  );
  const permissions = [...lasting, "customer.members.grant", "customer.api-users.manage"];
  const role = { id: "host", name: "Host", permissions };
  expect((await owner.post(`${top.path}/roles`, role)).status).toBe(201);
  const isGone = await leftAt(low, await aMember(top, ["host"]), owner);
  const narrowed = await owner.patch(`${top.path}/roles/host`, { permissions: lasting }, any);
  expect(narrowed.status).toBe(200);
  await isGone();
});

test("and with a role on a group of customers, or the customer's place in it", async () => {
  const top = await aCustomer();
  const { child, path } = await aCustomerGroup(top);
  const [one, other] = [await aPerson(), await aPerson()];
  for (const { id } of [one, other]) await top.owner.put(`${path}/members/${id}/roles/admin`);
  const [first, second] = [
    await leftAt(child, one, top.owner),
    await leftAt(child, other, top.owner),
  ];
  await top.owner.delete(`${path}/members/${one.id}/roles/admin`);
  await first();
  await top.owner.delete(`${path}/customers/${child.id}`);
  await second();
});

const waysOut: [string, (path: string, owner: Person, person: Person) => Promise<Answer>][] = [
  ["loses the role above", (path, by, { id }) => by.delete(`${path}/members/${id}`, any)],
  [
    "is deleted",
    async (_, __, { id }) => (await theAdmin()).delete(`/v1/platform/users/${id}`, any),
  ],
];

test.each(waysOut)(
  "the owners are told of every customer at which somebody had invited who %s",
  async (_, lose) => {
    const { owner, ...top } = await aCustomer();
    const admin = await aMember({ ...top, owner }, ["admin"]);
    const all = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
    for (const { path } of all) await anInvitation({ path, owner: admin });
    expect((await lose(top.path, owner, admin)).status).toBeLessThan(300);
    const about = /^An invitation to/;
    await mailTo(owner.email, undefined, { about, count: all.length });
    const told = (await mailsTo(owner.email)).filter(({ subject }) => about.test(subject));
    for (const { id } of all)
      expect(told.filter(({ subject }) => subject.includes(id))).toHaveLength(1);
  },
);
