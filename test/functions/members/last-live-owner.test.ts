import { expect, test } from "vitest";
import { firstIdOf } from "../../../shared/model/id.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomer, aPerson } from "../../support/given.ts";
import { disable } from "../../support/invite.ts";
import { tableOf } from "../../support/table.ts";

/** A customer whose only live owner has an end and became owner days ago: the other one's account is disabled. */
async function heldUntil(days: number) {
  const { id, path, owner } = await aCustomer();
  const last = await aPerson();
  const at = `${path}/members/${last.id}`;
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await owner.put(`${at}/roles/owner`, { expiresAt });
  await owner.put(`${at}/roles/employee`);
  const key = keys.owners({ customer: id });
  const { places } = (await tableOf().get(key)) as { places: { holder: string }[] };
  const since = firstIdOf("event", new Date(Date.now() - days * 86_400_000));
  await tableOf().change(key, {
    places: places.map((place) => (place.holder === last.id ? { ...place, since } : place)),
  });
  await disable(owner.id);
  return { last, first: owner, path, at };
}

const any = { "if-match": "*" };

test("the only live owner stays, even one whose role will end", async () => {
  const { last, at } = await heldUntil(31);
  for (const refused of [
    await last.delete(`${at}/roles/owner`),
    await last.delete(at, any),
    await last.put(`${at}/roles`, { roles: [{ role: "employee" }] }, any),
  ])
    expect([refused.status, refused.body.code]).toEqual([409, "last_owner"]);
});

test("the only live owner goes once there is another one, without an end", async () => {
  const { last, first, path } = await heldUntil(31);
  const member = (id: string) => `${path}/members/${id}`;
  expect((await last.delete(member(first.id), any)).status).toBe(200);
  const heir = await aPerson();
  expect((await last.put(`${member(heir.id)}/roles/owner`)).status).toBe(200);
  expect((await last.delete(member(last.id), any)).status).toBe(200);
});
