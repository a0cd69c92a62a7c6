import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { groupEntry, type User } from "../shared/model/user.ts";
import { keys } from "../shared/table/schema.ts";
import { type Answer, newId } from "./support/api.ts";
import { audit } from "./support/audit.ts";
import { aCustomerGroup, aRoleFromAbove } from "./support/below.ts";
import { copied } from "./support/copied.ts";
import {
  aCustomer,
  aCustomerOf,
  aGroup,
  aKey,
  aMember,
  anApiUser,
  aPerson,
  aProject,
  askFor,
  type Person,
  theAdmin,
} from "./support/given.ts";
import { startHost } from "./support/host.ts";
import { mailTo } from "./support/inbox.ts";
import { disable, planFor } from "./support/invite.ts";
import { moveTo } from "./support/moves.ts";
import { ended } from "./support/operations.ts";
import { codeOf, requestDuring } from "./support/race.ts";
import { times } from "./support/racing.ts";
import { tableOf } from "./support/table.ts";

const any = { "if-match": "*" };

let host: Host & { end(): Promise<void> };
beforeAll(async () => {
  host = await startHost();
});
afterAll(async () => {
  await audit(host).finally(() => host?.end());
});

const during = (request: () => Promise<Answer>, act: () => Promise<unknown>) =>
  requestDuring(host, request, act);

const person = () => aPerson(undefined, host);

/** All that is given to a principal. */
const heldBy = (principal: string) => tableOf(host).partition(`P#${principal}`);

type Customer = { id: string; path: string };

test("nothing is given by a right that was held through a group and lost meanwhile, either way", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const given = await person();
  const losses = [
    (group: { path: string; id: string }, admin: string) =>
      owner.delete(`${group.path}/members/${admin}`),
    (group: { path: string; id: string }) =>
      owner.put(`${path}/members/${group.id}/roles`, { roles: [{ role: "employee" }] }, any),
  ];
  for (const lose of losses) {
    const admin = await aMember(customer, ["employee"], host);
    const group = await aGroup(customer, ["admin"], [admin]);
    const answer = await during(
      () => admin.put(`${path}/members/${given.id}/roles/employee`),
      () => lose(group, admin.id),
    );
    expect(codeOf(answer)).toEqual([403, "forbidden"]);
  }
  expect((await owner.get(`${path}/members/${given.id}`)).status).toBe(404);
});

test("a group that is deleted meanwhile takes no role and nobody in", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const member = await person();
  const requests = [
    (id: string) => owner.put(`${path}/members/${id}/roles/employee`),
    (id: string) => owner.put(`${path}/groups/${id}/members/${member.id}`),
  ];
  for (const request of requests) {
    const group = await aGroup(customer);
    const answer = await during(
      () => request(group.id),
      () => owner.delete(group.path, any),
    );
    expect(answer.status).toBe(404);
  }
  expect((await member.get("/v1/me")).body.groups).toEqual([]);
});

test("a project role does not rest on a group that its holder left meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const member = await person();
  const [group, project] = [
    await aGroup(customer, ["employee"], [member]),
    await aProject(customer),
  ];
  const answer = await during(
    () => owner.put(`${project.path}/members/${member.id}/roles/user`),
    () => owner.delete(`${group.path}/members/${member.id}`),
  );
  expect(codeOf(answer)).toEqual([409, "no_customer_access"]);
});

test("a project role does not rest on a role on a group of customers that ended meanwhile", async () => {
  const ends = [
    (path: string, { id }: { id: string }) => `${path}/members/${id}/roles/employee`,
    (path: string, _: { id: string }, child: string) => `${path}/customers/${child}`,
    (path: string) => path,
  ];
  for (const end of ends) {
    const { owner, ...top } = await aCustomer(host);
    const { child, holder, path } = await aCustomerGroup({ ...top, owner }, host);
    const project = await aProject({ path: child.path, owner });
    const answer = await during(
      () => owner.put(`${project.path}/members/${holder.id}/roles/user`),
      () => owner.delete(end(path, holder, child.id), any),
    );
    expect(codeOf(answer)).toEqual([409, "no_customer_access"]);
  }
});

test("access goes that seemed to remain through a group, when that is lost meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const member = await aMember(customer, ["employee"], host);
  const project = await aProject(customer);
  await owner.put(`${project.path}/members/${member.id}/roles/user`);
  const group = await aGroup(customer, ["employee"], [member]);
  const { body } = await during(
    () => owner.delete(`${path}/members/${member.id}/roles/employee`),
    () => owner.delete(`${group.path}/members/${member.id}`),
  );
  expect([body.remainsThrough, typeof body.operation]).toEqual([[], "string"]);
  expect((await member.get(project.path)).status).toBe(404);
});

test("a role counts as it is defined when something is written, not as it was read", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const role = { id: "doorman", name: "Doorman" };
  const permissions = ["customer.members.grant", "customer.members.view", "customer.things.view"];
  await owner.post(`${path}/roles`, { ...role, permissions });
  const [doorman, guest] = [await aMember(customer, ["doorman"], host), await person()];
  const answer = await during(
    () => doorman.put(`${path}/members/${guest.id}/roles/employee`),
    () => owner.patch(`${path}/roles/doorman`, { permissions: ["customer.members.view"] }, any),
  );
  expect(codeOf(answer)).toEqual([403, "forbidden"]);
});

test("a role that is deleted meanwhile is given to nobody", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  await owner.post(`${path}/roles`, { id: "doorman", name: "Doorman", permissions: [] });
  const guest = await person();
  const answer = await during(
    () => owner.put(`${path}/members/${guest.id}/roles/doorman`),
    async () => expect((await owner.delete(`${path}/roles/doorman`, any)).status).toBe(204),
  );
  expect(codeOf(answer)).toEqual([400, "invalid"]);
});

test("a customer that was taken out of a group meanwhile is taken out once", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const { child, ...group } = await aCustomerGroup(customer, host);
  const takeOut = () => owner.delete(`${group.path}/customers/${child.id}`);
  const answers: Answer[] = [];
  answers.push(await during(takeOut, async () => answers.push(await takeOut())));
  expect(answers.map(({ status }) => status)).toEqual([204, 404]);
  const { body } = await owner.get(`${path}/events?type=customer.customer-group.customer.removed`);
  expect(body.items).toHaveLength(1);
});

test("no group of the platform takes in a customer that moved below another meanwhile", async () => {
  const [owner, admin] = [await person(), await theAdmin(host)];
  const [top, other] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const groups = "/v1/platform/customer-groups";
  const { body: group } = await admin.post(groups, { displayName: newId("Group") });
  const answer = await during(
    () => admin.put(`${groups}/${group.id}/customers/${top.id}`),
    () => moveTo(top, other.id, owner),
  );
  expect(codeOf(answer)).toEqual([404, "not_found"]);
  expect((await admin.get(`${groups}/${group.id}/customers`)).body.items).toEqual([]);
});

test("roles on two groups of customers that are given at once both stay", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const [one, other] = [await aCustomerGroup(customer, host), await aCustomerGroup(customer, host)];
  const { id } = await person();
  const grant = (group: { path: string }, role: string) => () =>
    owner.put(`${group.path}/members/${id}/roles/${role}`);
  await grant(one, "employee")();
  const late = await during(grant(one, "admin"), grant(other, "employee"));
  expect(late.status).toBe(200);
  const held = async ({ path }: { path: string }) =>
    (await owner.get(`${path}/members`)).body.items
      .filter((member: { id: string }) => member.id === id)
      .flatMap(({ roles }: { roles: { role: string }[] }) => roles.map(({ role }) => role).sort());
  expect([await held(one), await held(other)]).toEqual([["admin", "employee"], ["employee"]]);
});

test("nobody who is deleted meanwhile is given a role on a group of customers", async () => {
  const customer = await aCustomer(host);
  const [{ id }, admin] = [await person(), await theAdmin(host)];
  const group = await aCustomerGroup(customer, host);
  const answer = await during(
    () => customer.owner.put(`${group.path}/members/${id}/roles/employee`),
    () => admin.delete(`/v1/platform/users/${id}`, any),
  );
  expect(codeOf(answer)).toEqual([409, "user_unavailable"]);
});

test("a group of customers that was renamed meanwhile is renamed by nobody who read the old name", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const group = await aCustomerGroup(customer, host);
  const { etag } = Object.fromEntries((await owner.get(group.path)).headers);
  const rename = (displayName: string) => () =>
    owner.patch(group.path, { displayName }, { "if-match": String(etag) });
  const late = await during(rename(newId("Late")), rename(newId("Early")));
  expect(codeOf(late)).toEqual([412, "stale"]);
  expect((await owner.get(group.path)).body.displayName).toMatch(/^Early/);
});

test("a user group of a customer above is given nothing on a group of customers when either goes meanwhile, or what lies between", async () => {
  const ends = [
    async (mid: Customer, owner: Person) => moveTo(mid, (await aCustomerOf(owner)).id, owner),
    (_: Customer, owner: Person, group: string) => owner.delete(group, any),
    (_: Customer, owner: Person, __: string, path: string) => owner.delete(path, any),
  ];
  for (const end of ends) {
    const { top, mid, owner, path } = await aRoleFromAbove(host);
    // Whose own right does not hang on where it stands.
    const local = await aMember({ ...mid, owner }, ["owner"], host);
    const group = await aGroup(top);
    const answer = await during(
      () => local.put(`${path}/members/${group.id}/roles/employee`),
      async () => expect((await end(mid, owner, group.path, path)).status).toBeLessThan(300),
    );
    expect(codeOf(answer)).toEqual([404, "not_found"]);
    expect(await heldBy(group.id)).toEqual([]);
  }
});

test("nothing is made by a right that a role or a user group of a customer above gives, once that is not above any more", async () => {
  const { top, mid, owner, path, child } = await aRoleFromAbove(host);
  const other = await aCustomerOf(owner);
  const permissions = ["customer.view", "customer.projects.create"];
  const role = { id: newId("r"), name: "Builder", permissions };
  expect((await owner.post(`${top.path}/roles`, role)).status).toBe(201);
  const give = async (at: string, principal: string, what: string) =>
    expect((await owner.put(`${at}/members/${principal}/roles/${what}`)).status).toBe(200);
  const byRole = (at: string) => (admin: Person) => give(at, admin.id, `${role.id}@${top.id}`);
  const byGroup = (at: string) => async (admin: Person) =>
    give(at, (await aGroup(top, [], [admin])).id, "admin");
  const rights = [
    [mid, byRole(mid.path)],
    [mid, byGroup(mid.path)],
    [child, byRole(path)],
    [child, byGroup(path)],
  ] as const;
  for (const [at, hold] of rights) {
    const [admin, id] = [await person(), newId("p")];
    await hold(admin);
    const answer = await during(
      () => admin.post(`${at.path}/projects`, { id, displayName: "A" }),
      async () => expect((await moveTo(mid, other.id, owner)).status).toBe(200),
    );
    expect(codeOf(answer)).toEqual([404, "not_found"]);
    expect((await owner.get(`${at.path}/projects/${id}`)).status).toBe(404);
    expect((await moveTo(mid, top.id, owner)).status).toBe(200);
  }
});

test("access stays that comes back through another group of customers while it is about to be taken, with what was given since", async () => {
  const top = await aCustomer(host);
  const { child, holder, path } = await aCustomerGroup(top, host);
  const second = await top.owner.post(`${top.path}/customer-groups`, { displayName: newId("G") });
  const other = `${top.path}/customer-groups/${second.body.id}`;
  await top.owner.put(`${other}/members/${holder.id}/roles/employee`);
  const project = await aProject({ ...child, owner: top.owner });
  const role = (name: string) =>
    top.owner.put(`${project.path}/members/${holder.id}/roles/${name}`);
  expect((await role("user")).status).toBe(200);
  const { pk, sk } = keys["customer binding"]({ principal: holder.id, customer: child.id });
  const back = new Promise<void>((done, failed) => {
    host.suffer(async ({ functionId, operation, input }) => {
      const text = JSON.stringify(input);
      const isTaking = operation === "TransactWriteItems" && text.includes(`"${sk}"`);
      if (!/^Worker/.test(functionId) || !isTaking || !text.includes(`"${pk}"`)) return undefined;
      host.suffer();
      const come = async () => {
        expect((await top.owner.put(`${other}/customers/${child.id}`)).status).toBe(200);
        expect((await role("reader")).status).toBe(200);
      };
      await come().then(done, failed);
      return undefined;
    });
  });
  const { status } = await top.owner.delete(`${path}/customers/${child.id}`);
  expect(status).toBeLessThan(300);
  await back;
  const { items } = (await top.owner.get(`${top.path}/events?subject=${child.id}`)).body;
  const taken = items.find(({ type }: { type: string }) => /customer.removed$/.test(type));
  await ended(top.owner, taken.id.replace("evt", "opn"));
  expect((await holder.get(project.path)).status).toBe(200);
  const { body } = await top.owner.get(`${project.path}/members`);
  expect(body.items).toMatchObject([
    { id: holder.id, roles: [{ role: "reader" }, { role: "user" }] },
  ]);
});

test("a user group takes along what it is given below while it is deleted", async () => {
  const { top, mid, owner, path } = await aRoleFromAbove(host);
  for (const members of [`${path}/members`, `${mid.path}/members`]) {
    const group = await aGroup(top);
    const answer = await during(
      () => owner.delete(group.path, any),
      async () =>
        expect((await owner.put(`${members}/${group.id}/roles/employee`)).status).toBe(200),
    );
    expect(answer.status).toBe(202);
    const held = await heldBy(group.id);
    expect(held.flatMap(({ roles }) => Object.keys(roles as object))).toEqual([]);
  }
});

test("a project role does not rest on a user group whose customer is not above any more", async () => {
  const { top, mid, owner, path, child } = await aRoleFromAbove(host);
  const [member, other] = [await person(), await aCustomerOf(owner)];
  const group = await aGroup(top, [], [member]);
  await owner.put(`${path}/members/${group.id}/roles/employee`);
  const project = await aProject({ ...child, owner });
  const local = await aMember({ ...child, owner }, ["admin"], host);
  const answer = await during(
    () => local.put(`${project.path}/members/${member.id}/roles/user`),
    async () => expect((await moveTo(mid, other.id, owner)).status).toBe(200),
  );
  expect(codeOf(answer)).toEqual([409, "no_customer_access"]);
});

test("nobody comes without approval into a user group that is given something below meanwhile", async () => {
  const { top, mid, owner, path } = await aRoleFromAbove(host);
  const second = await aMember(top, ["owner"], host);
  await askFor(top, 2);
  for (const members of [`${path}/members`, `${mid.path}/members`]) {
    const [group, member] = [await aGroup(top), await person()];
    const { body } = await owner.put(`${members}/${group.id}/roles/employee`);
    const answer = await during(
      () => owner.put(`${group.path}/members/${member.id}`),
      async () => {
        const agreed = await second.post(`${mid.path}/access-requests/${body.id}/approve`);
        expect(agreed.body.state).toBe("approved");
      },
    );
    expect(answer.status).toBe(202);
  }
});

/** Somebody accepts an invitation into a group, and something happens after it was read and before it is written. */
async function acceptingDuring(
  by: Person,
  { path }: { path: string },
  { id }: { id: string },
  who: Person,
  act: () => Promise<unknown>,
) {
  const plan = { ...planFor(who.email), groups: [{ group: id }] };
  const { body } = await by.post(`${path}/invitations`, plan);
  // Its mail changes the invitation, too.
  await mailTo(who.email, host);
  return during(() => who.post(`/v1/me/invitations/${body.id}/accept`), act);
}

test("who accepts comes into no group that was deleted, given more, or out of the inviter's hands meanwhile, and into one twice only once", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  for (const [id, permission] of [
    ["greeter", "customer.members.grant"],
    ["keeper", "customer.groups.manage"],
  ]) {
    const permissions = ["customer.view", permission];
    expect((await owner.post(`${path}/roles`, { id, name: id, permissions })).status).toBe(201);
  }
  const inviter = await aMember(customer, ["employee", "greeter", "keeper"], host);
  const members = async (group: { path: string }) =>
    ((await owner.get(`${group.path}/members`)).body.items ?? []).map((one: Person) => one.id);
  type Act = (group: { id: string; path: string }, who: string) => unknown;
  const accepting = async (act: Act, roles: string[] = []) => {
    const [group, who] = [await aGroup(customer, roles), await person()];
    const answer = await acceptingDuring(inviter, customer, group, who, async () =>
      act(group, who.id),
    );
    return { answer, group, who, isIn: (await members(group)).includes(who.id) };
  };
  const gone = await accepting((group) => owner.delete(group.path, any));
  expect([gone.answer.status, gone.answer.body.skipped[0]?.kind]).toEqual([200, "group"]);
  const more = await accepting(
    ({ id }) => owner.put(`${path}/members/${id}/roles/admin`),
    ["employee"],
  );
  expect([more.isIn, more.answer.body.skipped[0]?.id]).toEqual([false, more.group.id]);
  const twice = await accepting(({ path }, who) => owner.put(`${path}/members/${who}`));
  expect([twice.answer.status, twice.isIn, twice.answer.body.skipped]).toEqual([200, true, []]);
  const { groups } = (await twice.who.get("/v1/me")).body;
  expect(groups).toMatchObject([{ id: twice.group.id }]);
  const lost = async (lose: Act) => {
    const { answer, isIn } = await accepting(lose);
    expect([...codeOf(answer), isIn]).toEqual([409, "invitation_blocked", false]);
  };
  const roles = `${path}/members/${inviter.id}/roles`;
  await lost(() => owner.delete(`${roles}/keeper`, any));
  expect((await owner.put(`${roles}/keeper`)).status).toBe(200);
  await lost(() => owner.delete(`${path}/members/${inviter.id}`, any));
});

test.each([
  ["groups", "customer.groups.manage"],
  ["projects", "customer.projects.access"],
])(
  "nobody offers %s by a right that was lost meanwhile, in one invitation or among many, nor does a machine",
  async (part, right) => {
    const customer = await aCustomer(host);
    const { owner, path } = customer;
    for (const [id, permission] of [
      ["greeter", "customer.members.grant"],
      ["keeper", right],
    ]) {
      const permissions = ["customer.view", permission];
      expect((await owner.post(`${path}/roles`, { id, name: id, permissions })).status).toBe(201);
    }
    const inviter = await aMember(customer, ["employee", "greeter", "keeper"], host);
    const offered = {
      groups: [{ group: (await aGroup(customer)).id }],
      projects: [{ project: (await aProject(customer)).id, role: "user" }],
    };
    const plan = () => planFor(undefined, { [part]: offered[part as keyof typeof offered] });
    const role = `${path}/members/${inviter.id}/roles/keeper`;
    const lose = async () => expect((await owner.delete(role, any)).status).toBe(200);
    const one = await during(() => inviter.post(`${path}/invitations`, plan()), lose);
    expect(codeOf(one)).toEqual([403, "forbidden"]);
    await owner.put(role);
    const many = { invitations: [planFor(), plan()] };
    const both = await during(() => inviter.post(`${path}/invitations/bulk`, many), lose);
    expect([both.status, both.body.created, both.body.results[1].status]).toEqual([
      200,
      1,
      "refused",
    ]);
    const held = ["customer.view", "customer.things.view", "customer.members.grant"];
    const machine = await anApiUser(customer, [...held, right]);
    const { caller } = await aKey(machine, owner, {}, host);
    const byMachine = await during(
      () => caller.post(`${path}/invitations`, plan()),
      async () =>
        expect((await owner.patch(machine.path, { permissions: held }, any)).status).toBe(200),
    );
    expect(codeOf(byMachine)).toEqual([403, "forbidden"]);
  },
);

const own = { firstName: "Ada", lastName: "King" };
const named = async (who: Person) => expect((await who.patch("/v1/me", own, any)).status).toBe(200);

test("who accepts keeps the name that they give themselves meanwhile, or took from an invitation of others", async () => {
  const [customer, other] = [await aCustomer(host), await aCustomer(host)];
  const [group, elsewhere] = [await aGroup(customer), await aGroup(other)];
  const mine = async (who: Person) => {
    const { firstName, lastName, groups } = (await who.get("/v1/me")).body;
    const ids: string[] = groups.map((one: { id: string }) => one.id);
    return [{ firstName, lastName }, ids.sort()];
  };
  const themself = await person();
  const late = await acceptingDuring(customer.owner, customer, group, themself, () =>
    named(themself),
  );
  expect([late.status, late.body.skipped]).toEqual([200, []]);
  expect(await mine(themself)).toEqual([own, [group.id]]);
  const twice = await person();
  const plan = { ...planFor(twice.email, own), groups: [{ group: elsewhere.id }] };
  const { body } = await other.owner.post(`${other.path}/invitations`, plan);
  const answer = await acceptingDuring(customer.owner, customer, group, twice, async () =>
    expect((await twice.post(`/v1/me/invitations/${body.id}/accept`)).status).toBe(200),
  );
  expect([answer.status, answer.body.skipped]).toEqual([200, []]);
  expect(await mine(twice)).toEqual([own, [group.id, elsewhere.id].sort()]);
  for (const { owner, path } of [customer, other])
    expect((await owner.get(`${path}/members/${twice.id}`)).body.principal).toMatchObject(own);
});

test("who is disabled meanwhile, or comes into two hundred groups, accepts nothing, with a name or without one", async () => {
  const customer = await aCustomer(host);
  const group = await aGroup(customer);
  const full = async ({ id }: Person) => {
    const key = keys.user({ user: id });
    await copied(key, host);
    const { version } = (await tableOf(host).get(key)) as unknown as User;
    const groups = new Set(times(200).map((i) => groupEntry("elsewhere", `grp_${i}`)));
    await tableOf(host).change(key, { groups, version: version + 1 });
  };
  const acts = [
    [full, [409, "limit_reached"]],
    [({ id }: Person) => disable(id, host), [409, "user_unavailable"]],
  ] as const;
  for (const [act, code] of acts)
    for (const name of [named, async () => {}]) {
      const who = await person();
      await name(who);
      const answer = await acceptingDuring(customer.owner, customer, group, who, () => act(who));
      expect(codeOf(answer)).toEqual(code);
      // What nobody gave them is no state of the table that could come to be.
      await tableOf(host).change(keys.user({ user: who.id }), { groups: undefined });
    }
  expect((await customer.owner.get(`${group.path}/members`)).body.items).toEqual([]);
});

test("what rests on a role on a group of customers goes though the loss does not show at first", async () => {
  const { owner, ...top } = await aCustomer(host);
  const { child, holder, path } = await aCustomerGroup({ ...top, owner }, host);
  const project = await aProject({ ...child, owner });
  expect((await owner.put(`${project.path}/members/${holder.id}/roles/user`)).status).toBe(200);
  const key = keys["customer group binding"]({ principal: holder.id, owner: top.id });
  const before = await tableOf(host).get(key);
  let looks = 0;
  host.suffer(async ({ functionId, operation, input }) => {
    const isLook = operation === "BatchGetItem" && JSON.stringify(input).includes('"OP#');
    if (!/^Worker/.test(functionId) || !isLook) return undefined;
    looks += 1;
    if (looks > 1) return void (await tableOf(host).remove(key));
    setTimeout(() => host.move(125_000), 500);
    return void (await tableOf(host).put({ ...before, ...key }));
  });
  await owner.delete(`${path}/members/${holder.id}/roles/employee`, any);
  const { items } = (await owner.get(`${top.path}/events?subject=${holder.id}`)).body;
  await ended(owner, items[0].id.replace("evt", "opn"));
  host.suffer();
  expect((await owner.get(`${project.path}/members`)).body.items).toEqual([]);
});
