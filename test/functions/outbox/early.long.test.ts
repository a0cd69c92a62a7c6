import { afterAll, beforeAll, expect, test } from "vitest";
import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { collections } from "../../../shared/table/collections.ts";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  aPerson,
  aProject,
  askFor,
  theAdmin,
} from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

type Item = Record<string, { S: string }>;
type Key = { pk: string; sk: string };
interface Found {
  Item?: Item;
  Responses?: { usher: Item[] };
}

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

/** The mailer reads an item twice as if it were not there yet. Answers how often that was so far. */
function unseenTwice(isUnseen: (key: Key) => boolean): () => number {
  let times = 0;
  const isSeen = ({ pk, sk }: Item) => !isUnseen({ pk: pk?.S ?? "", sk: sk?.S ?? "" });
  host.suffer(async ({ functionId, operation, input }) => {
    const isReading = operation === "BatchGetItem" || operation === "GetItem";
    if (!functionId.startsWith("Mailer") || !isReading || times === 2) return undefined;
    const found = await callDynamoDb<Found>(host.dynamodb, operation, input);
    const items = found.Responses?.usher ?? [found.Item ?? []].flat();
    if (items.every(isSeen)) return undefined;
    times += 1;
    return { reply: { Responses: { usher: items.filter(isSeen) } } };
  });
  return () => times;
}

const startsWith = (pk: string, sk: string) => (found: Key) =>
  found.pk.startsWith(pk) && found.sk.startsWith(sk);

test.each([
  ["the invitation", startsWith("C#", "I#inv_")],
  ["its customer", ({ pk, sk }: Key) => pk.startsWith("C#") && sk === "@"],
])("an invitation goes though its letter was read before %s", async (_, isUnseen) => {
  const admin = await theAdmin(host);
  const email = newAddress("first");
  const times = unseenTwice(isUnseen);
  const people = [planFor(email, { roles: ["owner"] })];
  const body = { id: newId(), displayName: "Early Ltd", people };
  expect((await admin.post("/v1/platform/customers", body)).status).toBe(201);
  expect((await mailTo(email, host)).subject).toContain("Early Ltd");
  expect(times()).toBe(2);
});

test("who may decide is told of a request though the letter was read before it", async () => {
  const customer = await aCustomer(host);
  const second = await aMember(customer, ["admin"], host);
  const person = await aMember(customer, ["employee"], host);
  await askFor(customer, 2);
  const times = unseenTwice(startsWith("C#", "R#"));
  const asked = await customer.owner.put(`${customer.path}/members/${person.id}/roles/admin`);
  expect(asked.status).toBe(202);
  await mailTo(second.email, host, { about: /approval|agree/i });
  expect(times()).toBe(2);
});

test("somebody is told of a role though the letter was read before it", async () => {
  const customer = await aCustomer(host);
  const person = await aMember(customer, ["employee"], host);
  await mailTo(person.email, host);
  const times = unseenTwice(startsWith(`P#${person.id}`, "B#C#"));
  await customer.owner.put(`${customer.path}/members/${person.id}/roles/admin`);
  await mailTo(person.email, host, { count: 2 });
  expect(times()).toBe(2);
});

test("a member leaves a deleted group whose list does not show yet what rests on it elsewhere", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const project = await aProject(await aCustomerBelow(customer, owner));
  const person = await aPerson(undefined, host);
  const group = await aGroup(customer, ["admin"], [person]);
  await owner.put(`${project.path}/members/${person.id}/roles/reader`);
  const key = keys.membership({ principal: person.id, group: group.id });
  expect(await tableOf(host).get(key)).toMatchObject({ carries: true });
  const { pk } = collections["members of a group"]({ group: group.id });
  host.suffer(async ({ functionId, operation, input }) => {
    const isListing = operation === "Query" && JSON.stringify(input).includes(pk);
    if (!functionId.startsWith("Worker") || !isListing) return undefined;
    const found = await callDynamoDb<{ Items: Item[] }>(host.dynamodb, operation, input);
    return { reply: { ...found, Items: found.Items.map(({ carries: _, ...item }) => item) } };
  });
  const { body } = await owner.delete(group.path, { "if-match": "*" });
  expect(await ended(owner, body.id)).toMatchObject({ state: "done", results: { failed: 0 } });
  host.suffer();
  expect(await tableOf(host).get(key)).toBeUndefined();
  expect((await owner.get(`${project.path}/members`)).body.items).toEqual([]);
});
