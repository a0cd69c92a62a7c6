import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../shared/table/schema.ts";
import { newId } from "./support/api.ts";
import { aCustomer, aMember, anInvitation, aPerson } from "./support/given.ts";
import { startHost } from "./support/host.ts";
import { invite } from "./support/invite.ts";
import { tableOf } from "./support/table.ts";

const day = 24 * 60 * 60 * 1000;

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const now = () => new Date(host.now());

test("ends an invitation at the very moment that its mail named", async () => {
  const customer = await aCustomer(host);
  const offer = { roles: ["owner"], expiresInDays: 1 };
  const { id, email, token, nobody, body } = await anInvitation(customer, offer, host);
  host.move(Date.parse(body.expiresAt) - host.now() - 60_000);
  expect((await nobody.post("/v1/invitations/preview", { token })).body.state).toBe("pending");
  host.move(60_000);
  const owner = await aPerson(customer.owner.email, host);
  const grace = await aPerson(email, host);
  const at = `${customer.path}/invitations/${id}`;
  expect((await owner.get(at)).body.state).toBe("expired");
  expect((await owner.get(`${customer.path}/invitations`)).body.items[0].state).toBe("expired");
  expect((await grace.get("/v1/me/invitations")).body.items).toEqual([]);
  expect((await nobody.post("/v1/invitations/preview", { token })).body.state).toBe("expired");
  for (const refused of [
    await nobody.post("/v1/invitations/accept", { token }),
    await nobody.post("/v1/invitations/decline", { token }),
    await owner.post(`${at}/resend`),
    await owner.delete(at),
  ])
    expect([refused.status, refused.body.code, refused.body.state]).toEqual([
      409,
      "invitation_ended",
      "expired",
    ]);
  // The table forgets to whom an ended invitation was addressed, sooner or later.
  const own = await grace.post(`/v1/me/invitations/${id}/accept`);
  expect([409, 404]).toContain(own.status);
  expect((await invite(owner, customer.path, { email, roles: ["owner"] })).status).toBe(201);
});

test("keeps an ended invitation for 90 days after its end", async () => {
  const customer = await aCustomer(host);
  const kept = async (id: string) => {
    const item = await tableOf(host).get(
      keys.invitation({ customer: customer.id, invitation: id }),
    );
    return (Number(item?.ttl) * 1000 - host.now()) / day;
  };
  const { id, token, nobody } = await anInvitation(customer, { expiresInDays: 30 }, host);
  expect(await kept(id)).toBeCloseTo(120, 1);
  await nobody.post("/v1/invitations/decline", { token });
  expect(await kept(id)).toBeCloseTo(90, 1);
});

test("forgets an Idempotency-Key after 24 hours", async () => {
  const owner = await aPerson(undefined, host);
  const make = (caller: typeof owner, id: string) =>
    caller.post("/v1/customers", { id, displayName: "Again" }, { "idempotency-key": "k" });
  const id = newId();
  expect((await make(owner, id)).status).toBe(201);
  host.move(day - 10_000);
  const soon = await make(await aPerson(owner.email, host), id);
  expect([soon.status, soon.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  host.move(20_000);
  const later = await make(await aPerson(owner.email, host), newId());
  expect([later.status, later.headers.get("idempotent-replayed")]).toEqual([201, null]);
});

test("refuses a token from the second of its end on", async () => {
  const person = await aPerson(undefined, host);
  const lasts = JSON.parse(
    Buffer.from(person.token.split(".")[1] as string, "base64url").toString(),
  );
  host.move(lasts.exp * 1000 - host.now() - 3_000);
  expect((await person.get("/v1/me")).status).toBe(200);
  host.move(3_000);
  const { status, body, headers } = await person.get("/v1/me");
  expect([status, body.code]).toEqual([401, "unauthenticated"]);
  expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
});

test("ends access, and the right to invite with it, at the moment that was set", async () => {
  const customer = await aCustomer(host);
  const admin = await aMember(customer, ["employee"], host);
  const expiresAt = new Date(host.now() + day / 4).toISOString();
  await customer.owner.put(`${customer.path}/members/${admin.id}/roles/admin`, { expiresAt });
  expect((await invite(admin, customer.path)).status).toBe(201);
  host.move(Date.parse(expiresAt) - now().getTime());
  expect((await invite(admin, customer.path)).status).toBe(403);
  expect((await admin.get(customer.path)).status).toBe(200);
});
