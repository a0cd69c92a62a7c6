import { expect, inject, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow, threeLevels } from "../../support/below.ts";
import { aCustomer, aMember, aPerson, inTurn } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };

test("the owners above are shown as contacts where there are none of its own", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const contactsOf = async (path: string) =>
    (await owner.get(path)).body.contacts.map(({ id }: { id: string }) => id);
  expect(await contactsOf(low.path)).toEqual([owner.id]);
  const own = await aPerson();
  expect((await owner.put(`${mid.path}/members/${own.id}/roles/owner`)).status).toBe(200);
  expect(await contactsOf(low.path)).toEqual([own.id]);
  expect(await contactsOf(top.path)).toEqual([owner.id]);
  const changed = await owner.patch(low.path, { displayName: "Low" }, any);
  expect(changed.body.contacts).toMatchObject([{ id: own.id }]);
});

test("an admin makes nobody owner where a customer above has one", async () => {
  const { mid, low } = await threeLevels();
  const [admin, person] = [await aMember(mid, ["admin"]), await aPerson()];
  const given = await admin.put(`${low.path}/members/${person.id}/roles/owner`);
  expect(codeOf(given)).toEqual([403, "forbidden"]);
  const plan = { email: "x@example.org", firstName: "X", lastName: "Y", roles: ["owner"] };
  expect(codeOf(await admin.post(`${low.path}/invitations`, plan))).toEqual([403, "forbidden"]);
});

test("the last owner of its own goes where a customer above keeps one", async () => {
  const { top, low, owner } = await threeLevels();
  const own = await aPerson();
  await owner.put(`${low.path}/members/${own.id}/roles/owner`);
  expect((await own.delete(`${low.path}/members/${own.id}`, any)).status).toBe(200);
  expect((await owner.get(low.path)).body.contacts).toMatchObject([{ id: owner.id }]);
  const leaving = await owner.delete(`${top.path}/members/${owner.id}`, any);
  expect(codeOf(leaving)).toEqual([409, "last_owner"]);
});

test("the last one stays where the owner above has an end", async () => {
  const top = await aCustomer();
  const low = await aCustomerBelow(top, top.owner);
  const own = await aPerson();
  const at = `${low.path}/members/${own.id}`;
  await top.owner.put(`${at}/roles/owner`);
  const table = tableOf({ dynamodb: inject("dynamodb") });
  const key = keys.owners({ customer: top.id });
  const item = { ...(await table.get(key)), ...key } as typeof key & { places: object[] };
  const until = new Date(Date.now() + 60 * 60_000).toISOString();
  await table.put({ ...item, places: item.places.map((place) => ({ ...place, until })) });
  expect(codeOf(await top.owner.delete(at, any))).toEqual([409, "last_owner"]);
  await table.put(item);
  expect((await top.owner.delete(at, any)).status).toBe(200);
});

test("of an owner and the one above who leave at once, somebody always stays", async () => {
  const top = await aCustomer();
  const second = await aPerson();
  await top.owner.put(`${top.path}/members/${second.id}/roles/owner`);
  await inTurn([1, 2, 3, 4, 5, 6], async () => {
    const mid = await aCustomerBelow(top, top.owner, { owner: second.id });
    const low = await aCustomerBelow(mid, top.owner);
    const own = await aPerson();
    await top.owner.put(`${low.path}/members/${own.id}/roles/owner`);
    const leave = (path: string, person: typeof own) =>
      person.delete(`${path}/members/${person.id}/roles/owner`, any);
    const answers = await Promise.all([leave(low.path, own), leave(mid.path, second)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await top.owner.get(low.path)).body.contacts).toHaveLength(2);
  });
});
