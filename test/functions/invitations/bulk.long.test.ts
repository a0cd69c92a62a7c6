import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomerOnLevel } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, aPerson } from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { invite, planFor } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

type Result = { index: number; status: string; code?: string; id?: string; email?: string };

const outcomes = (results: Result[]) => results.map(({ status, code }) => code ?? status);
const many = (count: number) => Array.from({ length: count }, () => planFor());

/** A list with something wrong in most of its entries, and what is to come of each. */
async function mixed() {
  const customer = await aCustomer();
  const member = await aMember(customer, ["employee"]);
  const { body: open } = await invite(customer.owner, customer.path);
  await mailTo(open.email);
  const twice = newAddress("twice");
  const [busy, again] = [newAddress("busy"), newAddress("again")];
  const week = Object.fromEntries("abcde".split("").map((id) => [id, new Date().toISOString()]));
  const item = { kind: "address mails", email: busy, unanswered: week, version: 1 };
  await tableOf().put({ ...keys["address mails"]({ email: busy }), ...item });
  const list: [object, string][] = [
    [planFor(), "created"],
    [planFor(member.email), "already_member"],
    [planFor(open.email.toUpperCase()), "invitation_open"],
    [planFor(twice), "created"],
    [planFor(` ${twice}`), "invitation_open"],
    [planFor("nobody@"), "address_not_deliverable"],
    [planFor(busy), "rate_limited"],
    [{ ...planFor(), roles: ["owner"] }, "created"],
    [{ ...planFor(), roles: ["owner"] }, "owner_limit"],
    [{ ...planFor(), roles: ["emperor"] }, "invalid"],
    [{ ...planFor(), projects: [{ project: "nowhere", role: "user" }] }, "invalid"],
    [{ ...planFor(), surprise: true }, "invalid"],
    [{}, "invalid"],
    [planFor(), "created"],
    // What was refused does not count: each is judged by itself.
    [planFor(again, { roles: ["emperor"] }), "invalid"],
    [planFor(again), "created"],
    [planFor(again), "invitation_open"],
  ];
  return {
    ...customer,
    invitations: list.map(([entry]) => entry),
    wanted: list.map(([, to]) => to),
  };
}

test("sends what can be sent, and says of each entry what became of it", async () => {
  const { path, owner, invitations, wanted } = await mixed();
  const { status, body } = await owner.post(`${path}/invitations/bulk`, { invitations });
  expect(status).toBe(200);
  expect(outcomes(body.results)).toEqual(wanted);
  expect(body).toMatchObject({ dryRun: false, created: 5, refused: 12 });
  expect(body.results.map(({ index }: Result) => index)).toEqual(invitations.map((_, i) => i));
  expect(body.results[11].errors).toEqual([
    { pointer: "/surprise", message: "is not a field here" },
  ]);
  for (const { status, id, email = "" } of body.results as Result[]) {
    if (status !== "created") continue;
    expect((await owner.get(`${path}/invitations/${id}`)).body).toMatchObject({ email });
    await mailTo(email);
  }
  const { body: events } = await owner.get(`${path}/events?type=customer.invitation.created`);
  expect(events.items).toHaveLength(6);
});

test("tells in a dry run what would become of each entry, and does nothing", async () => {
  const { id, path, owner, invitations, wanted } = await mixed();
  const before = await tableOf().partition(`C#${id}#`);
  const at = `${path}/invitations/bulk?dryRun=true`;
  const { status, body } = await owner.post(at, { invitations });
  expect(status).toBe(200);
  expect(outcomes(body.results)).toEqual(wanted);
  expect(body).toMatchObject({ dryRun: true, created: 5, refused: 12 });
  expect(body.results[0]).not.toHaveProperty("id");
  expect(await tableOf().partition(`C#${id}#`)).toEqual(before);
  const spent = keys.rate({
    caller: owner.id,
    what: "invitations",
    window: new Date().toISOString().slice(0, 10),
  });
  expect(await tableOf().get(spent)).toMatchObject({ n: 1 });
});

test("takes 500 entries and no more, and at least one", async () => {
  const { path, owner } = await aCustomer();
  const at = `${path}/invitations/bulk?dryRun=true`;
  const { body } = await owner.post(at, { invitations: many(500) });
  expect(outcomes(body.results)).toEqual(Array(500).fill("created"));
  expect((await owner.post(at, { invitations: many(501) })).status).toBe(400);
  expect((await owner.post(at, { invitations: [] })).status).toBe(400);
  const long = planFor(undefined, { message: "x".repeat(1024 * 1024) });
  const tooLarge = await owner.post(at, { invitations: [long] });
  expect([tooLarge.status, tooLarge.body.code]).toEqual([413, "too_large"]);
});

test("counts every mail against the day's limit, over several transactions", async () => {
  const { id, path, owner } = await aCustomer();
  const gate = keys.gate({ customer: id, gate: "0" });
  const day = new Date().toISOString().slice(0, 10);
  await tableOf().change(gate, { day, mails: 978 });
  const { body } = await owner.post(`${path}/invitations/bulk`, { invitations: many(24) });
  expect(body).toMatchObject({ created: 22, refused: 2 });
  expect(outcomes(body.results).slice(22)).toEqual(["rate_limited", "rate_limited"]);
  expect(await tableOf().get(gate)).toMatchObject({ mails: 1000 });
});

test("goes on where a repeated request stopped", async () => {
  const { path, owner } = await aCustomer();
  const [first, second] = many(2) as [object, object];
  const at = `${path}/invitations/bulk`;
  const key = { "idempotency-key": "import-1" };
  const invitations = [{ ...first, roles: ["emperor"] }, first, second, first];
  const before = await owner.post(at, { invitations }, key);
  const again = await owner.post(at, { invitations }, key);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  expect(outcomes(before.body.results)).toEqual([
    "invalid",
    "created",
    "created",
    "invitation_open",
  ]);
  expect(again.body).toEqual(before.body);
  const { body: list } = await owner.get(`${path}/invitations`);
  expect(list.items).toHaveLength(2);
  const other = await owner.post(at, { invitations: [first] }, key);
  expect([other.status, other.body.code]).toEqual([422, "idempotency_key_reused"]);
});

test("is for whoever may invite there", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const admin = await aMember(customer, ["admin"]);
  const at = `${customer.path}/invitations/bulk`;
  const invitations = [planFor(), { ...planFor(), roles: ["owner"] }];
  expect((await employee.post(at, { invitations })).status).toBe(403);
  expect((await (await aPerson()).post(at, { invitations })).status).toBe(404);
  const { body } = await admin.post(at, { invitations });
  expect(outcomes(body.results)).toEqual(["created", "forbidden"]);
});

test("sends many at once however many customers are above, and in whatever way the right is held", async () => {
  const top = await aCustomer();
  const low = await aCustomerOnLevel(8, top);
  const member = await aPerson();
  await aGroup(top, ["admin"], [member]);
  for (const by of [top.owner, member]) {
    const { status, body } = await by.post(`${low.path}/invitations/bulk`, {
      invitations: many(40),
    });
    expect(status).toBe(200);
    expect(outcomes(body.results)).toEqual(Array(40).fill("created"));
  }
});
