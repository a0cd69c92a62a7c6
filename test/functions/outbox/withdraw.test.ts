import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { nobody } from "../../support/api.ts";
import { aCustomer, aMember, anInvitation } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { invite } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

type Customer = Awaited<ReturnType<typeof aCustomer>>;

const stateOf = async ({ path, owner }: Customer, id: string) =>
  (await owner.get(`${path}/invitations/${id}`)).body.state;
const withdrawn = (customer: Customer, id: string) =>
  until(async () => (await stateOf(customer, id)) === "revoked", "the withdrawal");
const about = { about: /invit/i };

test("takes back what a demoted admin offered, frees the addresses and tells the other owners", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin", "employee"]);
  const { id, email, token } = await anInvitation({ ...customer, owner: admin });
  const { body: own } = await invite(customer.owner, customer.path);
  await customer.owner.delete(`${customer.path}/members/${admin.id}/roles/admin`);
  await withdrawn(customer, id);
  expect(await stateOf(customer, own.id)).toBe("pending");
  const accepted = await nobody().post("/v1/invitations/accept", { token });
  expect([accepted.status, accepted.body.state]).toEqual([409, "revoked"]);
  expect((await invite(customer.owner, customer.path, { email })).status).toBe(201);
  const { body } = await mailTo(customer.owner.email, undefined, about);
  expect(body.text).toContain(`Customer ${customer.id}`);
  expect((await mailsTo(admin.email)).filter(({ subject }) => /invit/i.test(subject))).toEqual([]);
  const { body: events } = await customer.owner.get(
    `${customer.path}/events?type=customer.invitation.revoked`,
  );
  expect(events.items).toMatchObject([{ subject: id, actor: { type: "system" } }]);
});

test("takes back the offer of the owner role alone when its owner becomes an admin", async () => {
  const customer = await aCustomer();
  const other = await aMember(customer, ["admin", "owner"]);
  const key = keys.owners({ customer: customer.id });
  const { places } = (await tableOf().get(key)) as { places: { holder: string }[] };
  await tableOf().change(key, { places: places.filter(({ holder }) => holder !== other.id) });
  const { body: asOwner } = await invite(other, customer.path, { roles: ["owner"] });
  const { body: asEmployee } = await invite(other, customer.path);
  const kept = (await tableOf().get(key)) as { places: { holder: string }[] };
  expect(kept.places.map(({ holder }) => holder)).toContain(asOwner.id);
  await customer.owner.delete(`${customer.path}/members/${other.id}/roles/owner`);
  await withdrawn(customer, asOwner.id);
  expect(await stateOf(customer, asEmployee.id)).toBe("pending");
  const after = (await tableOf().get(key)) as { places: { holder: string }[] };
  expect(after.places.map(({ holder }) => holder)).toEqual([customer.owner.id]);
});

test("takes back nothing from who keeps the right, nor what another has sent again", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin", "employee"]);
  const { body } = await invite(admin, customer.path);
  await customer.owner.delete(`${customer.path}/members/${admin.id}/roles/employee`);
  const marker = await aMember(customer, ["admin"]);
  const { body: other } = await invite(marker, customer.path);
  await customer.owner.delete(`${customer.path}/members/${marker.id}`, { "if-match": "*" });
  await withdrawn(customer, other.id);
  expect(await stateOf(customer, body.id)).toBe("pending");
});
