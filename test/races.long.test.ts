import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { keys } from "../shared/table/schema.ts";
import { type Caller, newId, signIn } from "./support/api.ts";
import {
  aCustomer,
  aKey,
  aMember,
  anApiUser,
  anInvitation,
  aPerson,
  aProject,
} from "./support/given.ts";
import { aCrowd, borrowRacing, insisting, tally, times } from "./support/racing.ts";
import { tableOf } from "./support/table.ts";
import { on, versionAt } from "./support/version.ts";

const any = { "if-match": "*" };

let host: Host & { end(): Promise<void> };

beforeAll(async () => {
  host = await borrowRacing();
});
afterAll(() => host.end());

interface Member {
  id: string;
  roles: { role: string }[];
}
const isOwner = ({ roles }: Member) => roles.some(({ role }) => role === "owner");

test("leaves two owners of 200 grants at once", async () => {
  const { owner, path } = await aCustomer(host);
  const crowd = await aCrowd(200, host);
  const grants = crowd.map((id) => insisting(() => owner.put(`${path}/members/${id}/roles/owner`)));
  expect(tally(await Promise.all(grants))).toEqual({ 200: 1, "409 owner_limit": 199 });
  const { items } = (await owner.get(`${path}/members`)).body;
  expect(items.filter(isOwner)).toHaveLength(2);
});

test("leaves one owner when two remove each other, however often", async () => {
  const rounds = times(12).map(async (round) => {
    const customer = await aCustomer(host);
    const { owner, path } = customer;
    const other = await aMember(customer, ["owner"], host);
    const demotion = { roles: [{ role: "admin" }] };
    const [one, two] = await Promise.all([
      round % 3 === 0
        ? owner.put(`${path}/members/${other.id}/roles`, demotion, any)
        : owner.delete(`${path}/members/${other.id}`, any),
      other.delete(`${path}/members/${owner.id}`, any),
    ]);
    const [done, refused = 0] = [one.status, two.status].sort();
    expect(done).toBe(200);
    expect([403, 404, 409]).toContain(refused);
    const left = one.status === 200 ? owner : other;
    const { items } = (await left.get(`${path}/members`)).body;
    expect(items.filter(isOwner).map(({ id }: Member) => id)).toEqual([left.id]);
  });
  await Promise.all(rounds);
});

test("makes one member of 100 acceptances of one invitation at once", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const project = await aProject(customer);
  const plan = { projects: [{ project: project.id, role: "user" }] };
  const { token, nobody, id, email } = await anInvitation(customer, plan, host);
  const accept = () => insisting(() => nobody.post("/v1/invitations/accept", { token }));
  const answers = await Promise.all(times(100).map(accept));
  expect(tally(answers)).toEqual({ 200: 100 });
  expect(new Set(answers.map(({ body }) => body.principal)).size).toBe(1);
  const { items } = (await owner.get(`${path}/members`)).body;
  expect(items.map(({ id }: Member) => id).sort()).toEqual(
    [owner.id, answers[0]?.body.principal].sort(),
  );
  const accepted = await owner.get(`${path}/events?type=customer.invitation.accepted`);
  expect(accepted.body.items).toMatchObject([{ after: { invitation: id } }]);
  expect((await aPerson(email, host)).id).toBe(answers[0]?.body.principal);
});

test("makes one customer of 100 creations of one identifier at once", async () => {
  const people = await Promise.all(times(10).map(() => aPerson(undefined, host)));
  const body = { id: newId(), displayName: "One" };
  const create = (i: number) =>
    insisting(() => (people[i % 10] as Caller).post("/v1/customers", body));
  const answers = await Promise.all(times(100).map(create));
  expect(tally(answers)).toEqual({ 201: 1, "409 identifier_taken": 99 });
  const lists = await Promise.all(people.map((person) => person.get("/v1/customers")));
  expect(lists.flatMap(({ body }) => body.items)).toMatchObject([{ id: body.id }]);
});

test("makes one customer of 20 requests with one Idempotency-Key at once", async () => {
  const person = await aPerson(undefined, host);
  const body = { id: newId(), displayName: "Once" };
  const create = () => person.post("/v1/customers", body, { "idempotency-key": "race" });
  const answers = await Promise.all(times(20).map(create));
  expect(tally(answers)).toEqual({ 201: 20 });
  const made = answers.filter(({ headers }) => !headers.has("idempotent-replayed"));
  expect(made).toHaveLength(1);
});

test("makes one device of 20 requests with one Idempotency-Key at once, though each would take an id of its own", async () => {
  const { owner, path } = await aCustomer(host);
  const devices = `${path}/devices`;
  await owner.post(devices, { name: "Before" });
  const create = () => owner.post(devices, { name: "Once" }, { "idempotency-key": "device" });
  const answers = await Promise.all(times(20).map(create));
  expect(tally(answers)).toEqual({ 201: 20 });
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect((await owner.get(devices)).body.items).toHaveLength(2);
});

test("lets one of 20 changes of one version win, and tells the others", async () => {
  const customer = await aCustomer(host);
  const project = await aProject(customer);
  for (const path of [customer.path, project.path]) {
    const read = on(await versionAt(customer.owner, path));
    const change = (i: number) => customer.owner.patch(path, { displayName: `Name ${i}` }, read);
    const answers = await Promise.all(times(20).map(change));
    expect(tally(answers)).toEqual({ 200: 1, "412 stale": 19 });
    const winner = answers.find(({ status }) => status === 200);
    expect((await customer.owner.get(path)).body).toEqual(winner?.body);
  }
});

test("keeps to the quota of projects", async () => {
  const { owner, path, id } = await aCustomer(host);
  const counter = keys.counter({ customer: id, counted: "projects", shard: "0" });
  await tableOf(host).change(counter, { allotment: 5 });
  const create = () => owner.post(`${path}/projects`, { id: newId("p"), displayName: "A" });
  const answers = await Promise.all(times(30).map(create));
  expect(tally(answers)).toEqual({ 201: 5, "409 limit_reached": 25 });
  expect((await owner.get(`${path}/projects`)).body.items).toHaveLength(5);
});

test("makes ten keys of 30 that are asked for at once, whichever API user they are for", async () => {
  const customer = await aCustomer(host);
  const { owner } = customer;
  const [one, two] = [await anApiUser(customer), await anApiUser(customer)];
  const create = (i: number) => insisting(() => owner.post(`${(i % 2 ? one : two).path}/keys`, {}));
  const answers = await Promise.all(times(30).map(create));
  expect(tally(answers)).toEqual({ 201: 10, "409 limit_reached": 20 });
});

test("counts keys truly while they are made, rotated and revoked, and their API user goes", async () => {
  const rounds = times(6).map(async (round) => {
    const customer = await aCustomer(host);
    const { owner } = customer;
    const apiUser = await anApiUser(customer);
    const made = [await aKey(apiUser, owner, {}, host), await aKey(apiUser, owner, {}, host)];
    const acts = made.flatMap(({ path }) => [
      () => owner.post(`${path}/rotate`, { overlapMinutes: 60 }),
      () => owner.post(`${path}/rotate`, { overlapMinutes: 0 }),
      () => owner.delete(path),
      () => owner.post(`${apiUser.path}/keys`, {}),
      ...(round % 2 ? [() => owner.delete(apiUser.path, any)] : []),
    ]);
    const answers = await Promise.all(acts.map((act) => act()));
    for (const { status } of answers) expect([201, 204, 404, 409]).toContain(status);
  });
  await Promise.all(rounds);
});

test("makes one user of a person who sends 20 first requests at once", async () => {
  const caller = await signIn(undefined, host);
  const answers = await Promise.all(times(20).map(() => caller.get("/v1/me")));
  expect(tally(answers)).toEqual({ 200: 20 });
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
});
