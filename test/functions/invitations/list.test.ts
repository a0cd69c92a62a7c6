import { expect, test } from "vitest";
import { aCustomer, aMember, anInvitation, aPerson, inTurn } from "../../support/given.ts";
import { invite, sentAgo } from "../../support/invite.ts";

const idOf = ({ id }: { id: string }) => id;

test("lists invitations newest first, page by page", async () => {
  const { path, owner } = await aCustomer();
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.push((await invite(owner, path)).body.id);
  const found: string[] = [];
  let cursor = "";
  do {
    const { body } = await owner.get(`${path}/invitations?limit=2${cursor}`);
    expect(body.items.length).toBeLessThanOrEqual(2);
    found.push(...body.items.map(idOf));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor);
  expect(found).toEqual(made.reverse());
});

test("lists those of one state, some of each page, and says of ended ones that they are", async () => {
  const { path, owner } = await aCustomer();
  const at = `${path}/invitations`;
  const made = await inTurn([1, 2, 3, 4], async () => (await invite(owner, path)).body);
  const [ended, revoked, older, newer] = made.map(idOf);
  await sentAgo(made[0], 0, { expiresAt: new Date().toISOString() });
  await owner.delete(`${at}/${revoked}`);
  const listed = async (state: string, more = "") =>
    (await owner.get(`${at}?state=${state}${more}`)).body;
  expect((await listed("pending")).items.map(idOf)).toEqual([newer, older]);
  expect((await listed("revoked")).items.map(idOf)).toEqual([revoked]);
  expect((await listed("expired")).items).toMatchObject([{ id: ended, state: "expired" }]);
  const first = await listed("revoked", "&limit=2");
  expect(first.items).toEqual([]);
  const second = await listed("revoked", `&limit=2&cursor=${first.nextCursor}`);
  expect([second.items.map(idOf), second.nextCursor]).toEqual([[revoked], undefined]);
  expect((await owner.get(`${at}?cursor=${first.nextCursor}`)).status).toBe(400);
  expect((await owner.get(`${at}?state=open`)).body.errors).toMatchObject([
    { pointer: "/query/state" },
  ]);
});

test("shows an invitation to whoever may invite there, and to nobody else", async () => {
  const customer = await aCustomer();
  const { id, body } = await anInvitation(customer);
  const at = `${customer.path}/invitations`;
  const admin = await aMember(customer, ["admin"]);
  const employee = await aMember(customer, ["employee"]);
  const stranger = await aPerson();
  expect((await admin.get(`${at}/${id}`)).body).toEqual(body);
  expect((await admin.get(at)).body.items).toEqual([body]);
  for (const path of [at, `${at}/${id}`]) {
    expect((await employee.get(path)).status).toBe(403);
    expect((await stranger.get(path)).status).toBe(404);
  }
});

test("finds no invitation under another customer", async () => {
  const [one, other] = [await aCustomer(), await aCustomer()];
  const { body } = await invite(one.owner, one.path);
  const found = await other.owner.get(`${other.path}/invitations/${body.id}`);
  expect([found.status, found.body.code]).toEqual([404, "not_found"]);
  expect((await other.owner.get(`${other.path}/invitations`)).body.items).toEqual([]);
});
