import { expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { anAdmin, aPerson, type Person, theAdmin } from "../../support/given.ts";
import { disable } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";

const users = "/v1/platform/users";

/** Everybody whose address begins like this, page by page. */
async function all(admin: Person, q: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor = "";
  do {
    const { body } = await admin.get(`${users}?q=${q}&limit=${limit}${cursor}`);
    expect(body.items.length).toBeLessThanOrEqual(limit);
    found.push(...body.items.map(({ email }: { email: string }) => email));
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor);
  return found;
}

test("lists people by the beginning of their address, in the order of addresses", async () => {
  const admin = await theAdmin();
  const [prefix = "", run = ""] = newAddress("listed").split(".");
  const people = [];
  for (const name of ["c", "a", "d", "b", "e", "f", "g"])
    people.push(await aPerson(`${prefix}.${run}.${name}@example.org`));
  const sorted = people.map(({ email }) => email).sort();
  for (const limit of [1, 3, 100])
    expect(await all(admin, `${prefix}.${run}.`, limit)).toEqual(sorted);
  expect(await all(admin, `${prefix}.${run}.A@EXAMPLE`, 10)).toEqual([sorted[0]]);
  expect(await all(admin, `${prefix}.${run}.z`, 10)).toEqual([]);
});

test("lists those of one status, each as their record is answered", async () => {
  const [admin, email] = [await theAdmin(), newAddress("status")];
  const [person] = [await aPerson(email), await aPerson(`${email}.example`)];
  await disable(person.id);
  const { items } = (await admin.get(`${users}?q=${email}&status=disabled`)).body;
  expect(items).toEqual([(await admin.get(`${users}/${person.id}`)).body]);
  expect((await admin.get(`${users}?status=gone`)).status).toBe(400);
  expect((await admin.get(`${users}?q=a%20b`)).status).toBe(400);
});

test("is for those who may see users", async () => {
  expect((await (await anAdmin(["organization-user"])).get(`${users}?limit=1`)).status).toBe(200);
  const engineer = await anAdmin(["platform-engineer"]);
  expect(codeOf(await engineer.get(users))).toEqual([403, "forbidden"]);
});
