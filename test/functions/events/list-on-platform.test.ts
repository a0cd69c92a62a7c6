import { beforeAll, expect, test } from "vitest";
import { nobody, withToken } from "../../support/api.ts";
import {
  aCustomer,
  aMember,
  anAdmin,
  aPerson,
  type Person,
  theAdmin,
} from "../../support/given.ts";

const log = "/v1/platform/events";

let auditor: Person;
let operator: Person;
let appointed: Person;
let begun: string;
let ended: string;

beforeAll(async () => {
  auditor = await anAdmin(["compliance-manager"]);
  operator = await anAdmin(["organization-admin"]);
  begun = new Date().toISOString();
  appointed = await aPerson();
  const at = `/v1/platform/admins/${appointed.id}/roles/ops-support`;
  await operator.put(at);
  await operator.delete(at);
  const customer = await aCustomer();
  await aMember(customer, ["employee"]);
  await operator.post(`/v1/platform/users/${appointed.id}/disable`, { reason: "Left" });
  ended = new Date(Date.now() + 1).toISOString();
});

async function eventsTo(caller: Pick<Person, "get">, query: string) {
  const { status, body } = await caller.get(`${log}${query}`);
  expect(status).toBe(200);
  return body.items as { id: string; at: string; type: string; subject: string }[];
}

const typesOf = async (query: string) => (await eventsTo(auditor, query)).map(({ type }) => type);

test("tells an auditor who made and removed an administrator", async () => {
  const [disabled, removed, added] = await eventsTo(auditor, `?subject=${appointed.id}`);
  const actor = { type: "user", id: operator.id };
  expect(disabled).toMatchObject({ type: "user.disabled", actor, reason: "Left" });
  expect(removed).toMatchObject({ type: "platform.admin.removed", actor });
  expect(added).toEqual({
    id: expect.stringMatching(/^evt_/),
    at: expect.any(String),
    type: "platform.admin.added",
    actor,
    subject: appointed.id,
    after: { roles: [{ role: "ops-support" }] },
    requestId: expect.any(String),
  });
});

test("calls people by name for whoever may see them", async () => {
  const named = `?subject=${appointed.id}&type=platform.admin.added&names=true`;
  expect((await eventsTo(operator, named))[0]).toMatchObject({
    people: {
      [appointed.id]: { email: appointed.email },
      [operator.id]: { email: operator.email },
    },
  });
  expect((await eventsTo(auditor, named))[0]).not.toHaveProperty("people");
});

test("filters by subject, actor, type, and by several of them", async () => {
  const acts = ["user.disabled", "platform.admin.removed", "platform.admin.added"];
  expect(await typesOf(`?subject=${appointed.id}`)).toEqual([...acts, "user.created"]);
  expect(await typesOf(`?actor=${operator.id}`)).toEqual([...acts, "user.created"]);
  expect(await typesOf(`?subject=${appointed.id}&actor=${operator.id}`)).toEqual(acts);
  expect(await typesOf(`?actor=${operator.id}&type=user.disabled`)).toEqual(["user.disabled"]);
  expect(await typesOf(`?subject=${operator.id}&type=user.disabled`)).toEqual([]);
  expect(await typesOf("?actor=nobody")).toEqual([]);
  expect((await auditor.get(`${log}?type=platform.exploded`)).status).toBe(400);
});

test.each(["", "&subject", "&actor"])("keeps to a span of time over pages%s", async (by) => {
  const who = by && `${by}=${(by === "&actor" ? operator : appointed).id}`;
  const all = await eventsTo(auditor, `?since=${begun}&until=${ended}&limit=100${who}`);
  const mine = all.filter(({ subject }) => subject === appointed.id);
  expect(mine).toHaveLength(by === "&actor" ? 3 : 4);
  expect(all.map(({ id }) => id)).toEqual(
    all
      .map(({ id }) => id)
      .sort()
      .reverse(),
  );
  const [newest, , oldest] = mine;
  const span = `?since=${oldest?.at}&until=${newest?.at}${who}`;
  const within = all.filter(({ at }) => at >= String(oldest?.at) && at < String(newest?.at));
  expect(await eventsTo(auditor, `${span}&limit=100`)).toEqual(within);
  const { body } = await auditor.get(`${log}${span}&limit=1`);
  const question = Buffer.from(body.nextCursor, "base64url").toString().slice(0, 8);
  for (const position of ["evt_0", `${newest?.id} x`, `E#${newest?.id}`]) {
    const cursor = Buffer.from(`${question}${position}`).toString("base64url");
    expect(await eventsTo(auditor, `${span}&limit=1&cursor=${cursor}`)).toEqual([]);
  }
});

test("shows nothing that happened at a customer", async () => {
  const all = await eventsTo(auditor, `?since=${begun}&until=${ended}&limit=100`);
  expect(all.length).toBeGreaterThanOrEqual(6);
  expect(all.filter(({ type }) => !/^(platform|user)\./.test(type))).toEqual([]);
});

test("answers an API user of the platform that may see events", async () => {
  const admin = await theAdmin();
  const body = { displayName: "Archive", permissions: ["platform.events.view"] };
  const { id } = (await admin.post("/v1/platform/api-users", body)).body;
  const { key } = (await admin.post(`/v1/platform/api-users/${id}/keys`, {})).body;
  expect(await eventsTo(withToken(key), `?subject=${id}`)).toMatchObject([
    { type: "platform.api-user.key.created" },
    { type: "platform.api-user.created" },
  ]);
});

test("is closed to operators without the permission, owners, strangers and nobody", async () => {
  const { owner } = await aCustomer();
  for (const person of [await anAdmin(["ops-support"]), owner, await aPerson()])
    expect((await person.get(log)).status).toBe(403);
  expect((await nobody().get(log)).status).toBe(401);
});
