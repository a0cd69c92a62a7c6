import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress } from "../../support/api.ts";
import { aCustomer, aMember, type Person } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { invite, planFor } from "../../support/invite.ts";
import { beforeItWrites } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

/** Invitations of today that count against the limit of a person. */
async function counted({ id }: Person) {
  const window = new Date().toISOString().slice(0, 10);
  const item = await tableOf(host).get(keys.rate({ caller: id, what: "invitations", window }));
  return item?.n;
}

test("an invitation counts once, however often it is planned anew", async () => {
  const { owner, path } = await aCustomer(host);
  const email = newAddress("wanted");
  const elsewhere = await aCustomer(host);
  const meanwhile = beforeItWrites(host, () => invite(elsewhere.owner, elsewhere.path, { email }));
  expect((await invite(owner, path, { email })).status).toBe(201);
  await meanwhile;
  expect(await counted(owner)).toBe(1);
});

test("what is refused does not count", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const member = await aMember(customer, ["employee"], host);
  await invite(owner, path);
  expect((await invite(owner, path, { email: member.email })).status).toBe(409);
  expect((await invite(owner, path, { roles: ["owner"] })).status).toBe(201);
  expect((await invite(owner, path, { roles: ["owner"] })).status).toBe(409);
  expect(await counted(owner)).toBe(2);
});

test("of many at once those count that are sent", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const member = await aMember(customer, ["employee"], host);
  const invitations = [planFor(), planFor(member.email), planFor("nobody@"), planFor()];
  const { body } = await owner.post(`${path}/invitations/bulk`, { invitations });
  expect(body).toMatchObject({ created: 2, refused: 2 });
  expect(await counted(owner)).toBe(2);
});
