import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, newId } from "../../support/api.ts";
import { aCustomer, anAdmin, aPerson, theAdmin } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const users = "/v1/platform/users";
const names = { firstName: "Grace", lastName: "Hopper" };

test("makes a person known, who is claimed by whoever signs in with the address", async () => {
  const [admin, email] = [await theAdmin(), newAddress("known")];
  const { status, body } = await admin.post(users, { ...names, email: ` ${email.toUpperCase()}` });
  expect([status, body]).toMatchObject([
    201,
    { ...names, email, username: email, language: "en", status: "invited", identities: [] },
  ]);
  expect((await admin.get(`${users}/${body.id}`)).body).toEqual(body);
  const customer = await aCustomer();
  const role = `${customer.path}/members/${body.id}/roles/employee`;
  expect((await customer.owner.put(role)).status).toBe(200);
  const person = await aPerson(email);
  expect(person.id).toBe(body.id);
  expect((await person.get("/v1/me")).body).toMatchObject({ ...names, status: "active" });
  expect((await person.get(customer.path)).status).toBe(200);
});

test("is one event, which names the person by their id alone", async () => {
  const [admin, email] = [await theAdmin(), newAddress("known")];
  const { id } = (await admin.post(users, { ...names, email, language: "de-CH" })).body;
  const stored = await tableOf().partition(keys.user({ user: id }).pk);
  const events = stored.filter(({ kind }) => kind === "user event");
  expect(events).toMatchObject([{ type: "user.created", subject: id, actor: { id: admin.id } }]);
  expect(JSON.stringify(events)).not.toContain(email);
});

test("refuses an address that somebody has, however many ask for it at once", async () => {
  const [admin, email] = [await theAdmin(), newAddress("known")];
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => admin.post(users, { ...names, email })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  const made = answers.find(({ status }) => status === 201)?.body;
  const refused = await admin.post(users, { ...names, email });
  expect(refused.body).toMatchObject({ code: "address_taken", user: made.id });
  expect(codeOf(await admin.post(users, { ...names, email: "nobody" }))).toEqual([
    400,
    "address_not_deliverable",
  ]);
});

test("answers a repeated request with the person it made", async () => {
  const [admin, body] = [await theAdmin(), { ...names, email: newAddress("known") }];
  const key = { "idempotency-key": newId("key") };
  const [first, again] = [await admin.post(users, body, key), await admin.post(users, body, key)];
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(again.headers.get("idempotent-replayed")).toBe("true");
});

test("is for those who may create users", async () => {
  const body = { ...names, email: newAddress("known") };
  const support = await anAdmin(["ops-support"]);
  expect(codeOf(await support.post(users, body))).toEqual([403, "forbidden"]);
  expect((await (await anAdmin(["organization-user"])).post(users, body)).status).toBe(201);
});
