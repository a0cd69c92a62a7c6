import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { keys } from "../shared/table/schema.ts";
import { type Answer, newId } from "./support/api.ts";
import { aCustomerBelow, aCustomerOnLevel } from "./support/below.ts";
import { done } from "./support/cascades.ts";
import { close } from "./support/closing.ts";
import {
  aCustomer,
  aCustomerOf,
  aMachine,
  aMember,
  anAdmin,
  anApiUser,
  anInvitation,
  aPerson,
  aProject,
  theAdmin,
} from "./support/given.ts";
import { borrowHost } from "./support/host.ts";
import { mailsTo, until } from "./support/inbox.ts";
import { disableCustomer, planFor } from "./support/invite.ts";
import { aTree, moveTo } from "./support/moves.ts";
import { ended } from "./support/operations.ts";
import { codeOf, requestDuring } from "./support/race.ts";
import { tableOf } from "./support/table.ts";
import { on, versionAt } from "./support/version.ts";

const any = { "if-match": "*" };
const first = { "if-match": '"1"' };

let host: Host & { end(): Promise<void> };
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

type Tree = Awaited<ReturnType<typeof aTree>> & { third: { id: string } };

const during = (request: () => Promise<Answer>, act: () => Promise<unknown>) =>
  requestDuring(host, request, act);

test("nothing is given by a right that was lost meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const [person, member] = [
    await aPerson(undefined, host),
    await aMember(customer, ["employee"], host),
  ];
  const project = await aProject(customer);
  const id = newId("p");
  const gifts = [
    ["put", `${path}/members/${person.id}/roles/employee`, {}],
    ["put", `${project.path}/members/${member.id}/roles/user`, {}],
    ["post", `${path}/projects`, { id, displayName: "A" }],
  ] as const;
  for (const [verb, gift, body] of gifts) {
    const admin = await aMember(customer, ["admin", "employee"], host);
    const demote = () => owner.delete(`${path}/members/${admin.id}/roles/admin`);
    expect(codeOf(await during(() => admin[verb](gift, body), demote))).toEqual([403, "forbidden"]);
  }
  expect((await owner.get(`${path}/members/${person.id}`)).status).toBe(404);
  expect((await owner.get(`${project.path}/members`)).body.items).toEqual([]);
  expect((await owner.get(`${path}/projects/${id}`)).status).toBe(404);
});

test("nothing is given on the platform by a right that was lost meanwhile", async () => {
  const [admin, granter] = [await theAdmin(host), await anAdmin(["organization-admin"], host)];
  const person = await aPerson(undefined, host);
  const admins = "/v1/platform/admins";
  const answer = await during(
    () => granter.put(`${admins}/${person.id}/roles/ops-support`),
    async () => expect((await admin.delete(`${admins}/${granter.id}`, any)).status).toBe(204),
  );
  expect(codeOf(answer)).toEqual([403, "forbidden"]);
  expect((await admin.get(`${admins}/${person.id}`)).status).toBe(404);
});

test("nothing is given at a customer that was disabled meanwhile", async () => {
  const { id, owner, path } = await aCustomer(host);
  const person = await aPerson(undefined, host);
  const answer = await during(
    () => owner.put(`${path}/members/${person.id}/roles/employee`),
    () => disableCustomer(id, host),
  );
  expect(codeOf(answer)).toEqual([409, "customer_disabled"]);
  expect((await owner.get(`${path}/members/${person.id}`)).status).toBe(404);
});

test("nothing is accepted at a customer that was disabled meanwhile", async () => {
  const customer = await aCustomer(host);
  const { token, nobody } = await anInvitation(customer, {}, host);
  const answer = await during(
    () => nobody.post("/v1/invitations/accept", { token }),
    () => disableCustomer(customer.id, host),
  );
  expect(codeOf(answer)).toEqual([409, "customer_disabled"]);
});

test("one device is made of a request that is repeated, with its key, before it has written", async () => {
  const { owner, path } = await aCustomer(host);
  const create = () =>
    owner.post(`${path}/devices`, { name: "Once" }, { "idempotency-key": "impatient" });
  // The first one of all makes what they are counted in, which alone would tell two requests apart.
  await owner.post(`${path}/devices`, { name: "Before" });
  let impatient: Answer | undefined;
  const patient = await during(create, async () => {
    impatient = await create();
  });
  expect([patient.status, patient.body.id]).toEqual([201, impatient?.body.id]);
  expect((await owner.get(`${path}/devices`)).body.items).toHaveLength(2);
});

test("project access that is given anew while what it was before is being taken stays", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const member = await aMember(customer, ["employee"], host);
  const project = await aProject(customer);
  const role = `${project.path}/members/${member.id}/roles/user`;
  await owner.put(role);
  const giveAnew = async () => {
    expect((await owner.put(`${path}/members/${member.id}/roles/employee`)).status).toBe(200);
    expect((await owner.put(role)).status).toBe(200);
  };
  let given: Promise<void> | undefined;
  host.suffer(async ({ functionId, operation, input }) => {
    const isTaking = functionId.startsWith("Worker") && operation === "DeleteItem";
    if (!isTaking || !JSON.stringify(input).includes(project.id)) return undefined;
    given ??= giveAnew();
    await given;
    return undefined;
  });
  const removed = await owner.delete(`${path}/members/${member.id}`, any);
  await done(customer, removed.body.operation);
  host.suffer();
  expect(given).toBeDefined();
  expect((await member.get(project.path)).status).toBe(200);
});

test("whoever is removed meanwhile does not come back by a role of their own", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const admin = await aMember(customer, ["admin"], host);
  const own = `${path}/members/${admin.id}`;
  const project = await aProject(customer);
  for (const role of [`${own}/roles/employee`, `${project.path}/members/${admin.id}/roles/user`]) {
    await owner.put(`${own}/roles/admin`);
    const answer = await during(
      () => admin.put(role),
      () => owner.delete(own, any),
    );
    expect([403, 404]).toContain(answer.status);
    expect((await owner.get(own)).status).toBe(404);
  }
});

test("a member who was removed and came back meanwhile keeps nothing of before", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const project = await aProject(customer);
  const person = await aMember(customer, ["employee"], host);
  const member = `${path}/members/${person.id}`;
  const comeBack = async () => {
    await owner.delete(member, any);
    await owner.put(`${member}/roles/employee`);
  };
  const key = keys["customer binding"]({ principal: person.id, customer: customer.id });
  const before = await tableOf(host).get(key);
  const { body } = await during(() => owner.put(`${member}/roles/admin`), comeBack);
  expect(body.roles).toMatchObject([{ role: "admin" }, { role: "employee" }]);
  expect((await tableOf(host).get(key))?.since).not.toBe(before?.since);
  const role = `${project.path}/members/${person.id}/roles/user`;
  expect((await during(() => owner.put(role), comeBack)).status).toBe(200);
  expect((await person.get(project.path)).status).toBe(200);
});

test("project roles that were taken and given anew meanwhile are not brought back", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const project = await aProject(customer);
  const { id } = await aMember(customer, ["employee"], host);
  const member = `${project.path}/members/${id}`;
  await owner.put(`${member}/roles/admin`);
  const startOver = async () => {
    await owner.delete(member, any);
    await owner.put(`${member}/roles/reader`);
  };
  const { body } = await during(() => owner.put(`${member}/roles/user`), startOver);
  expect(body.roles).toMatchObject([{ role: "reader" }, { role: "user" }]);
});

test("a project is never written over a later one of its name", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const { id, key, path: project } = await aProject(customer);
  const startOver = async () => {
    await owner.post(`${project}/delete`, { confirm: id, reason: "A" });
    await owner.post(`${path}/projects`, { id, displayName: "Later" });
  };
  await during(() => owner.patch(project, { description: "Old" }, any), startOver);
  const { body } = await owner.get(project);
  expect([body.key === key, body.displayName]).toEqual([false, "Later"]);
});

test("the last place of an owner goes to one of two", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const [one, two] = [await aPerson(undefined, host), await aPerson(undefined, host)];
  const appoint = ({ id }: { id: string }) => owner.put(`${path}/members/${id}/roles/owner`);
  const answer = await during(
    () => appoint(one),
    () => appoint(two),
  );
  expect(codeOf(answer)).toEqual([409, "owner_limit"]);
});

test("the last owner stays when the other one goes meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const other = await aMember(customer, ["owner"], host);
  const leave = ({ id }: { id: string }) => `${path}/members/${id}`;
  const answer = await during(
    () => owner.delete(leave(owner), any),
    () => other.delete(leave(other), any),
  );
  expect(codeOf(answer)).toEqual([409, "last_owner"]);
});

test("a version that is overtaken meanwhile loses, and without one both changes stay", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const change = (body: object, version: Record<string, string>) => () =>
    owner.patch(path, body, version);
  const late = await during(change({ phone: "1" }, first), change({ description: "A" }, first));
  expect(codeOf(late)).toEqual([412, "stale"]);
  await during(change({ phone: "2" }, any), change({ description: "B" }, any));
  expect((await owner.get(path)).body).toMatchObject({ phone: "2", description: "B" });
  const { id } = await aMember(customer, ["employee"], host);
  const member = `${path}/members/${id}`;
  const promote = () => owner.put(`${member}/roles/admin`);
  const held = on(await versionAt(owner, member));
  expect(codeOf(await during(() => owner.delete(member, held), promote))).toEqual([412, "stale"]);
  const taken = await during(
    () => owner.delete(`${member}/roles/employee`),
    () => owner.put(`${member}/roles`, { roles: [{ role: "employee" }] }, any),
  );
  expect(taken.body.operation).toMatch(/^opn_/);
});

test("an API user gives nothing by a permission that was taken from it meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const machine = await aMachine(customer, ["customer.view", "customer.projects.create"], host);
  const create = () =>
    machine.key.caller.post(`${path}/projects`, { id: newId("p"), displayName: "A" });
  const narrow = () => owner.patch(machine.path, { permissions: ["customer.view"] }, any);
  expect(codeOf(await during(create, narrow))).toEqual([403, "forbidden"]);
  const permissions = ["customer.view", "customer.projects.create"];
  await owner.patch(machine.path, { permissions }, any);
  const remove = () => owner.delete(machine.path, any);
  expect(codeOf(await during(create, remove))).toEqual([403, "forbidden"]);
  expect((await owner.get(`${path}/projects`)).body.items).toEqual([]);
});

test("an API user gets no more than its maker has by the time it is made", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const body = { displayName: "A", permissions: ["customer.view", "customer.export"] };
  const other = await aMember(customer, ["owner", "admin"], host);
  const answer = await during(
    () => other.post(`${path}/api-users`, body),
    () => owner.delete(`${path}/members/${other.id}/roles/owner`),
  );
  expect(codeOf(answer)).toEqual([403, "forbidden"]);
  expect((await owner.get(`${path}/api-users`)).body.items).toEqual([]);
});

test("a key is made of nothing that was deleted, and shown of nothing that grew meanwhile", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const admin = await aMember(customer, ["admin"], host);
  const apiUser = await anApiUser(customer, ["customer.view"]);
  const make = () => admin.post(`${apiUser.path}/keys`, {});
  const widen = () => owner.patch(apiUser.path, { permissions: ["customer.export"] }, any);
  expect(codeOf(await during(make, widen))).toEqual([403, "forbidden"]);
  await owner.patch(apiUser.path, { permissions: ["customer.view"] }, any);
  const remove = () => owner.delete(apiUser.path, any);
  expect(codeOf(await during(make, remove))).toEqual([404, "not_found"]);
});

test("nothing is created below a customer that moved to the lowest level meanwhile", async () => {
  const owner = await aPerson(undefined, host);
  const [deep, top] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const seventh = await aCustomerOnLevel(7, { ...deep, owner });
  const body = { id: newId(), displayName: "X", parentId: top.id };
  const created = await during(
    () => owner.post("/v1/customers", body),
    () => moveTo(top, seventh.id, owner),
  );
  expect(codeOf(created)).toEqual([409, "too_deep"]);
});

test("a customer that leaves while others come and go below the same one is counted with them", async () => {
  const owner = await aPerson(undefined, host);
  const [other, deep] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const sixth = await aCustomerOnLevel(6, deep);
  const leave = ({ low }: { low: { path: string } }, meanwhile: () => Promise<unknown>) =>
    during(() => moveTo(low, other.id, owner), meanwhile);
  const [one, two] = [await aTree(host, owner), await aTree(host, owner)];
  // It was the last one, and another one came.
  expect((await leave(one, () => aCustomerBelow(one.mid, owner))).status).toBe(200);
  expect(codeOf(await moveTo(one.top, sixth.id, owner))).toEqual([409, "too_deep"]);
  // It was not the last one, and the other one went.
  const beside = await aCustomerBelow(two.mid, owner);
  const closed = async () => done({ owner }, (await close(owner, beside)).body.id);
  expect((await leave(two, closed)).status).toBe(200);
  expect((await moveTo(two.top, sixth.id, owner)).status).toBe(200);
});

test("of two moves that would make a circle the later one is refused, when it has read before the first, too", async () => {
  const owner = await aPerson(undefined, host);
  const [one, other] = [await aCustomerOf(owner), await aCustomerOf(owner)];
  const late = await during(
    () => moveTo(one, other.id, owner),
    () => moveTo(other, one.id, owner),
  );
  expect(codeOf(late)).toEqual([409, "cycle"]);
});

test("many invitations that are asked for again, with one key, before the first request has sent them, are answered alike", async () => {
  const { owner, path, id } = await aCustomer(host);
  const invitations = Array.from({ length: 21 }, () => planFor());
  const ask = () =>
    owner.post(`${path}/invitations/bulk`, { invitations }, { "idempotency-key": "impatient" });
  let impatient: Answer | undefined;
  const patient = await during(ask, async () => {
    impatient = await ask();
  });
  expect(impatient?.body).toMatchObject({ created: 21, refused: 0 });
  expect(patient.body).toEqual(impatient?.body);
  const sent = await tableOf(host).partition(`C#${id}#`);
  expect(sent.filter(({ kind }) => kind === "invitation")).toHaveLength(21);
  const what = { caller: owner.id, what: "invitations" };
  const spent = keys.rate({ ...what, window: new Date().toISOString().slice(0, 10) });
  expect(await tableOf(host).get(spent)).toMatchObject({ n: 21 });
});

test("who is given access anew before a mail went is told of that alone", async () => {
  const { owner, path } = await aCustomer(host);
  const { id, email } = await aPerson(undefined, host);
  host.suffer(({ functionId }) =>
    /^Mailer/.test(functionId) ? { error: "AccessDeniedException" } : undefined,
  );
  await owner.put(`${path}/members/${id}/roles/employee`);
  await owner.delete(`${path}/members/${id}`, any);
  await owner.put(`${path}/members/${id}/roles/employee`);
  host.suffer();
  await until(async () => {
    const items = await tableOf(host).all();
    const letters = items.filter((one) => one.kind === "letter" && one.recipient === id);
    return letters.length > 1 && letters.every(({ state }) => /sent|dropped/.test(String(state)));
  }, "the letters' end");
  expect((await mailsTo(email, host)).map(({ subject }) => subject)).toEqual([
    expect.stringContaining("You now have access"),
  ]);
});

test("a quota of projects that is set counts what was made meanwhile", async () => {
  const customer = await aCustomer(host);
  const support = await anAdmin(["ops-support"], host);
  const set = (quota: number) => support.put(`${customer.path}/projects/quota`, { quota });
  const answer = await requestDuring(
    host,
    () => set(0),
    () => aProject(customer),
  );
  expect([answer.status, answer.body.code]).toEqual([409, "limit_reached"]);
  const both = await requestDuring(
    host,
    () => set(1),
    () => set(5),
  );
  expect(both.body).toEqual({ count: 1, quota: 1 });
});

/** Which customers a record, and its gate, say are above. */
async function pathOf({ id: customer }: { id: string }) {
  const [record, gate] = await Promise.all(
    [keys.customer({ customer }), keys.gate({ customer, gate: "0" })].map(tableOf(host).get),
  );
  expect(gate?.path).toEqual(record?.path);
  return record?.path;
}

test.each([
  ["projects", (path: string) => [`${path}/projects`, { id: newId("p"), displayName: "A" }]],
  ["devices", (path: string) => [`${path}/devices`, { name: "A" }]],
] as const)(
  "a quota of %s is set at the first try, however many come meanwhile",
  async (kind, another) => {
    const { owner, path } = await aCustomer(host);
    const support = await anAdmin(["ops-support"], host);
    const make = async () => {
      const [at, body] = another(path);
      expect((await owner.post(at as string, body)).status).toBe(201);
    };
    await make();
    let [trace, tries] = ["", 0];
    host.suffer(async (call) => {
      if (call.operation !== "TransactWriteItems" || !/^Write/.test(call.functionId))
        return undefined;
      trace ||= call.trace;
      if (call.trace !== trace) return undefined;
      tries++;
      await make();
      return undefined;
    });
    const higher = await support.put(`${path}/${kind}/quota`, { quota: 50 });
    expect([higher.status, higher.body.quota, tries]).toEqual([200, 50, 1]);
    trace = "";
    expect((await support.put(`${path}/${kind}/quota`, { quota: 20 })).status).toBe(200);
    host.suffer();
    expect(tries).toBe(2);
    const { body } = await owner.get(`${path}/quotas`);
    expect(body[kind]).toEqual({ count: 3, quota: 20 });
  },
);

test("what is put below a customer is said to stand where that one does, though its path is repaired meanwhile", async () => {
  const { top, mid, low, owner } = await aTree(host);
  const local = await aMember({ ...low, owner }, ["owner"], host);
  const other = await aCustomerOf(owner);
  const [made, brought] = [newId(), await aCustomerOf(local)];
  const body = { id: made, displayName: "Below", parentId: low.id };
  const requests = [
    [{ id: made }, other.id, () => local.post("/v1/customers", body)],
    [brought, top.id, () => moveTo(brought, low.id, local)],
  ] as const;
  for (const [below, to, request] of requests) {
    const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    host.suffer(async ({ functionId }) => {
      if (!/^Worker/.test(functionId)) return undefined;
      held.resolve();
      await over.promise;
      return undefined;
    });
    const { operation } = (await moveTo(mid, to, owner)).body;
    await held.promise;
    const answer = await during(request, async () => {
      over.resolve();
      await ended(owner, operation);
    });
    expect(answer.status).toBeLessThan(300);
    expect(await pathOf(below)).toEqual([to, mid.id, low.id]);
  }
});

test("no path is repaired to what it was meanwhile, nor past what was put below", async () => {
  const meanwhile = {
    "put below": async ({ low, owner }: Tree) => {
      const child = await aCustomerBelow(low, owner);
      return [child, (path: string[]) => [...path, low.id]] as const;
    },
    "moved away": async ({ low, third, owner }: Tree) => {
      expect((await moveTo(low, third.id, owner)).status).toBe(200);
      return [low, () => [third.id]] as const;
    },
    "moved with the one above": async ({ mid, low, third, owner }: Tree) => {
      await ended(owner, (await moveTo(mid, third.id, owner)).body.operation);
      return [low, () => [third.id, mid.id]] as const;
    },
  };
  for (const act of Object.values(meanwhile)) {
    const made = await aTree(host);
    const { top, mid, low, owner } = made;
    // Of siblings the last one is looked below again, whatever its gate said.
    await aCustomerBelow(mid, owner, { id: newId("z") });
    const [other, third] = [await aCustomerOf(owner), await aCustomerOf(owner)];
    const { pk, sk } = keys.gate({ customer: low.id, gate: "0" });
    const acted = new Promise<Awaited<ReturnType<typeof act>>>((done, failed) => {
      host.suffer(async ({ functionId, operation, input }) => {
        const text = JSON.stringify(input);
        const isRepair = operation === "TransactWriteItems" && text.includes(`"${pk}"`);
        if (!/^Worker/.test(functionId) || !isRepair || !text.includes(`"${sk}"`)) return undefined;
        host.suffer();
        await act({ ...made, third }).then(done, failed);
        return undefined;
      });
    });
    const { operation } = (await moveTo(top, other.id, owner)).body;
    const [customer, pathIn] = await acted;
    await ended(owner, operation);
    expect(await pathOf(customer)).toEqual(pathIn([other.id, top.id, mid.id]));
  }
});
