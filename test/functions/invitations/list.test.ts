import { expect, test } from "vitest";
import { aCustomer, aMember, anInvitation, aPerson } from "../../support/given.ts";
import { invite } from "../../support/invite.ts";

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
