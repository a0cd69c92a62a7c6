import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { keys } from "../shared/table/schema.ts";
import { newId } from "./support/api.ts";
import { aCustomer, aMember, aProject, type Person } from "./support/given.ts";
import { planFor } from "./support/invite.ts";
import { aCrowd, borrowRacing, changesOf, tally, times } from "./support/racing.ts";

const any = { "if-match": "*" };

let host: Host & { end(): Promise<void> };

beforeAll(async () => {
  host = await borrowRacing();
});
afterAll(() => host.end());

/** What somebody was recorded to do after their role of admin was gone. */
async function doneAfterLosing({ id }: Person, customer: string): Promise<unknown[]> {
  const { pk, sk } = keys["customer binding"]({ principal: id, customer });
  const isAdmin = (item?: Record<string, unknown>) => "admin" in ((item?.roles as object) ?? {});
  const changes = await changesOf(host);
  const lost = changes.findIndex(
    ({ was, is }) => was?.pk === pk && was.sk === sk && isAdmin(was) && !isAdmin(is),
  );
  expect(lost).toBeGreaterThan(0);
  const events = changes.slice(lost).flatMap(({ is }) => (is?.kind === "event" ? [is] : []));
  return events.filter(({ actor }) => (actor as Person).id === id).map(({ type }) => type);
}

test.each(["removed", "demoted"])(
  "commits nothing that a granter gives after being %s",
  async (how) => {
    const customer = await aCustomer(host);
    const { owner, path } = customer;
    const admin = await aMember(customer, ["admin", "employee"], host);
    const project = await aProject(customer);
    const member = await aMember(customer, ["employee"], host);
    const crowd = await aCrowd(20, host);
    const acts = crowd.flatMap((id, i) => [
      () => admin.put(`${path}/members/${id}/roles/employee`),
      () => admin.post(`${path}/invitations`, planFor()),
      () => admin.post(`${path}/projects`, { id: newId("p"), displayName: "A" }),
      () => admin.put(`${project.path}/members/${member.id}/roles/${["user", "reader"][i % 2]}`),
      ...(i === 10
        ? [
            () =>
              how === "removed"
                ? owner.delete(`${path}/members/${admin.id}`, any)
                : owner.delete(`${path}/members/${admin.id}/roles/admin`),
          ]
        : []),
    ]);
    const answers = await Promise.all(acts.map((act) => act()));
    const statuses = Object.keys(tally(answers));
    // What did not get through in time did nothing either.
    for (const status of statuses)
      expect(status).toMatch(/^(200|201|403 forbidden|404 not_found|503 unavailable)$/);
    expect(await doneAfterLosing(admin, customer.id)).toEqual([]);
  },
);

test("leaves no project access to whoever is removed while it is given", async () => {
  const rounds = times(8).map(async (round) => {
    const customer = await aCustomer(host);
    const { owner, path } = customer;
    const project = await aProject(customer);
    const person = await aMember(customer, ["employee"], host);
    const give = (role: string) => owner.put(`${project.path}/members/${person.id}/roles/${role}`);
    const answers = await Promise.all([
      give("reader"),
      owner.delete(`${path}/members/${person.id}`, any),
      give("user"),
      ...(round % 2 ? [owner.put(`${path}/members/${person.id}/roles/admin`)] : []),
    ]);
    for (const { status } of answers) expect([200, 404, 409]).toContain(status);
  });
  await Promise.all(rounds);
});

const seed = Date.now() % 1_000_000;

test(`keeps every rule in a storm of requests (seed ${seed})`, async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  const roles = ["owner", "admin", "admin", "employee", "employee"];
  const people = [
    owner,
    ...(await Promise.all(roles.map((role) => aMember(customer, [role], host)))),
  ];
  const projects = [await aProject(customer), await aProject(customer)];
  const random = mulberry(seed);
  const oneOf = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)] as T;
  const acts = times(150).map(() => {
    const [caller, { id }, project] = [oneOf(people), oneOf(people), oneOf(projects)];
    const [role, own] = [oneOf(roles), oneOf(["admin", "user", "reader"])];
    const member = `${path}/members/${id}`;
    return oneOf([
      () => caller.put(`${member}/roles/${role}`),
      () => caller.put(`${member}/roles`, { roles: [{ role }] }, any),
      () => caller.delete(`${member}/roles/${role}`),
      () => caller.delete(member, any),
      () => caller.put(`${project.path}/members/${id}/roles/${own}`),
      () => caller.put(`${project.path}/members/${id}/roles/${own}`),
      () => caller.delete(`${project.path}/members/${id}`, any),
      () => caller.post(`${path}/invitations`, planFor(undefined, { roles: [role] })),
      () => caller.post(`${project.path}/delete`, { confirm: project.id, reason: "A" }),
      () => caller.post(`${path}/projects`, { id: project.id, displayName: "A" }),
    ]);
  });
  const answers = await Promise.all(acts.map((act) => act()));
  expect(Object.keys(tally(answers)).filter((status) => status.startsWith("5"))).toEqual([]);
});

/** Numbers from 0 to 1 that are the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
