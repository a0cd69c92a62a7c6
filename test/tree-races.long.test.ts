import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { keys } from "../shared/table/schema.ts";
import { aCustomerBelow, aCustomerGroup } from "./support/below.ts";
import {
  aCustomer,
  aCustomerOf,
  aMember,
  aPerson,
  aProject,
  askFor,
  type Person,
} from "./support/given.ts";
import { moveTo } from "./support/moves.ts";
import { borrowRacing, changesOf, times } from "./support/racing.ts";

const any = { "if-match": "*" };

let host: Host & { end(): Promise<void> };

beforeAll(async () => {
  host = await borrowRacing();
});
/** The whole table then: no project role without access, no role of somebody who may not give it. */
afterAll(() => host.end());

type Key = { pk: string; sk: string };
type Changes = Awaited<ReturnType<typeof changesOf>>;

/** When an item was written first. */
const given = (changes: Changes, { pk, sk }: Key) =>
  changes.findIndex(({ is }) => is?.pk === pk && is.sk === sk);

/** How somebody loses a right above, and the item that says so. */
const losses: Record<string, (admin: Person) => Promise<[Key, string, () => Promise<unknown>]>> = {
  "a role above": async (admin) => {
    const top = await aCustomer(host);
    const low = await aCustomerBelow(top, top.owner);
    const path = `${top.path}/members/${admin.id}`;
    await top.owner.put(`${path}/roles/admin`);
    const key = keys["customer binding"]({ principal: admin.id, customer: top.id });
    return [key, low.path, () => top.owner.delete(path, any)];
  },
  "a role on a group of customers": async (admin) => {
    const top = await aCustomer(host);
    const { child, path } = await aCustomerGroup(top, host);
    const role = `${path}/members/${admin.id}/roles/admin`;
    await top.owner.put(role);
    const key = keys["customer group binding"]({ principal: admin.id, owner: top.id });
    return [key, child.path, () => top.owner.delete(role)];
  },
  "the customer's place in a group": async (admin) => {
    const top = await aCustomer(host);
    const { child, path } = await aCustomerGroup(top, host);
    await top.owner.put(`${path}/members/${admin.id}/roles/admin`);
    const key = keys["groups of a customer"]({ customer: child.id, owner: top.id });
    return [key, child.path, () => top.owner.delete(`${path}/customers/${child.id}`)];
  },
};

test.each(Object.entries(losses))(
  "nobody grants by a right that is gone: %s",
  async (_, losing) => {
    const rounds = times(6).map(async () => {
      const [admin, person] = [await aPerson(undefined, host), await aPerson(undefined, host)];
      const [key, path, lose] = await losing(admin);
      const [answer] = await Promise.all([
        admin.put(`${path}/members/${person.id}/roles/employee`),
        lose(),
      ]);
      expect([200, 403, 404]).toContain(answer.status);
      return { key, customer: path.split("/").at(-1) as string, person, answer };
    });
    const played = await Promise.all(rounds);
    const changes = await changesOf(host);
    for (const { key, customer, person, answer } of played) {
      if (answer.status !== 200) continue;
      const grant = given(changes, keys["customer binding"]({ principal: person.id, customer }));
      const all = changes.map((change, i) => ({ ...change, i }));
      const lost = all.filter(({ was }) => was?.pk === key.pk && was.sk === key.sk).at(-1)?.i ?? -1;
      expect(grant).toBeGreaterThanOrEqual(0);
      expect(grant).toBeLessThan(lost);
    }
  },
);

test("no project role stays that was given while the role on a group that it rests on went", async () => {
  const ends = [
    (path: string, holder: Person, owner: Person) =>
      owner.delete(`${path}/members/${holder.id}/roles/employee`),
    (path: string, _: Person, owner: Person, child: string) =>
      owner.delete(`${path}/customers/${child}`),
    (path: string, _: Person, owner: Person) => owner.delete(path, any),
  ];
  const rounds = times(9).map(async (i) => {
    const top = await aCustomer(host);
    const { child, holder, path } = await aCustomerGroup(top, host);
    const project = await aProject({ path: child.path, owner: top.owner });
    const end = ends[i % ends.length] as (typeof ends)[number];
    const role = `${project.path}/members/${holder.id}/roles/user`;
    const [answer] = await Promise.all([
      top.owner.put(role),
      end(path, holder, top.owner, child.id),
    ]);
    expect([200, 409]).toContain(answer.status);
    expect((await holder.get(project.path)).status).toBe(404);
  });
  await Promise.all(rounds);
});

test("the last owner below does not leave once nobody above owns it any more", async () => {
  const rounds = times(6).map(async () => {
    const top = await aCustomer(host);
    const [last, own] = [await aMember(top, ["owner"], host), top.owner];
    const low = await aCustomerBelow(top, own, { owner: own.id });
    await own.delete(`${top.path}/members/${own.id}`, any);
    // Whoever was made owner by somebody else may leave, even as the last one.
    const [declined, left] = await Promise.all([
      last.delete(`${top.path}/members/${last.id}`, any),
      own.delete(`${low.path}/members/${own.id}/roles/owner`, any),
    ]);
    expect(declined.status).toBe(200);
    return { top, low, left };
  });
  const played = await Promise.all(rounds);
  const changes = await changesOf(host);
  const emptied = ({ id: customer }: { id: string }) =>
    changes.findIndex(
      ({ is }) => is?.pk === keys.owners({ customer }).pk && String(is.places) === "",
    );
  for (const { top, low, left } of played) {
    if (left.status === 200) expect(emptied(low)).toBeLessThan(emptied(top));
    else expect([left.status, left.body.code]).toEqual([409, "last_owner"]);
  }
});

test("what was asked for where a customer stood is not carried out by those who were above it", async () => {
  const rounds = times(4).map(async () => {
    const owner = await aPerson(undefined, host);
    const [top, other] = [await aCustomerOf(owner), await aCustomerOf(owner)];
    const low = await aCustomerBelow(top, owner);
    const [one, agrees] = [
      await aMember(top, ["admin"], host),
      await aMember(top, ["admin"], host),
    ];
    const person = await aPerson(undefined, host);
    const second = await aMember(top, ["owner"], host);
    await askFor(top, 2);
    const asked = await one.put(`${low.path}/members/${person.id}/roles/employee`);
    const move = await moveTo(low, other.id, owner);
    expect([asked.status, move.status]).toEqual([202, 202]);
    const approve = ({ id }: { id: string }) => `${low.path}/access-requests/${id}/approve`;
    const [approved, moved] = await Promise.all([
      agrees.post(approve(asked.body)),
      second.post(approve(move.body)),
    ]);
    return { low, other, person, approved, moved };
  });
  const played = await Promise.all(rounds);
  const changes = await changesOf(host);
  for (const { low, other, person, approved, moved } of played) {
    const grant = given(
      changes,
      keys["customer binding"]({ principal: person.id, customer: low.id }),
    );
    const move = changes.findIndex(
      ({ is }) => is?.kind === "gate" && is.customer === low.id && is.parentId === other.id,
    );
    expect([moved.status, move >= 0]).toEqual([200, true]);
    if (approved.status !== 200) expect(grant).toBe(-1);
    else if (grant >= 0) expect(grant).toBeLessThan(move);
  }
});
