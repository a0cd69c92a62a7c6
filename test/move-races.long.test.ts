import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { aCustomerBelow } from "./support/below.ts";
import { close } from "./support/closing.ts";
import { aCustomerOf, aMember, aPerson, type Person } from "./support/given.ts";
import { aTree, lottery, moveTo } from "./support/moves.ts";
import { borrowRacing, changesOf, tally, times } from "./support/racing.ts";
import { seed } from "./support/seed.ts";

let host: Host & { end(): Promise<void> };

beforeAll(async () => {
  host = await borrowRacing();
});
/** The whole table then: no circles, every list, gate, path and height right. */
afterAll(() => host.end());

test("two moves that would make a circle together never both happen", async () => {
  const owner = await aPerson(undefined, host);
  const rounds = times(6).map(async () => {
    const [one, other] = [await aCustomerOf(owner), await aCustomerOf(owner)];
    const answers = await Promise.all([moveTo(one, other.id, owner), moveTo(other, one.id, owner)]);
    expect(tally(answers)).toEqual({ 200: 1, "409 cycle": 1 });
  });
  await Promise.all(rounds);
});

test("twenty moves at once leave a tree", async () => {
  const owner = await aPerson(undefined, host);
  const all = [await aCustomerOf(owner)];
  for (const i of times(9)) {
    const parent = all[Math.floor(i / 2)] as { id: string };
    all.push(await aCustomerBelow(parent, owner));
  }
  const pick = lottery(seed);
  const moves = times(20).map(() => moveTo(pick(all), pick(all).id, owner));
  const counts = tally(await Promise.all(moves));
  const foreseen = ["200", "409 cycle", "409 too_deep", "409 owner_needed", "503 unavailable"];
  expect(foreseen).toEqual(expect.arrayContaining(Object.keys(counts)));
  expect(counts[200]).toBeGreaterThan(0);
});

test("what is created below while all of it moves stands where it went", async () => {
  const { top, mid, low, owner } = await aTree(host);
  const other = await aCustomerOf(owner);
  const created = times(8).map(() => aCustomerBelow(low, owner));
  const moves = [moveTo(mid, other.id, owner), moveTo(other, top.id, owner)];
  const [below, answers] = await Promise.all([Promise.all(created), Promise.all(moves)]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  const { items } = (await owner.get(`${other.path}/sub-customers?depth=8`)).body;
  const ids = items.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(expect.arrayContaining([mid.id, low.id, ...below.map(({ id }) => id)]));
});

test("levels created while all above them moves count, or are refused", async () => {
  const owner = await aPerson(undefined, host);
  const rounds = times(4).map(async () => {
    const [deep, top] = [await aCustomerOf(owner), await aCustomerOf(owner)];
    let sixth: { id: string; path: string } = deep;
    for (const _ of times(5)) sixth = await aCustomerBelow(sixth, owner);
    const child = await aCustomerBelow(top, owner);
    const body = { id: `${child.id.slice(0, 28)}-x`, displayName: "X", parentId: child.id };
    const [created, moved] = await Promise.all([
      owner.post("/v1/customers", body),
      moveTo(top, sixth.id, owner),
    ]);
    const codes = [created.body.code, moved.body.code].filter(Boolean);
    expect(codes).toEqual(["too_deep"]);
  });
  await Promise.all(rounds);
});

test("levels that come, leave and are closed at the same time are counted as they are then", async () => {
  const owner = await aPerson(undefined, host);
  const rounds = times(5).map(async () => {
    const { top, mid, low } = await aTree(host, owner);
    const [other, beside] = [await aCustomerOf(owner), await aCustomerBelow(mid, owner)];
    const ending = await aCustomerBelow(top, owner);
    const last = [await aCustomerBelow(ending, owner), await aCustomerBelow(ending, owner)];
    await Promise.all([
      moveTo(low, other.id, owner),
      ...times(3).map(() => aCustomerBelow(low, owner)),
      ...times(3).map(() => aCustomerBelow(beside, owner)),
      ...last.map((one) => close(owner, one)),
      moveTo(top, (await aCustomerOf(owner)).id, owner),
    ]);
    const { body } = await owner.get(`${top.path}/sub-customers?depth=8`);
    expect(body.items.map(({ depth }: { depth: number }) => depth)).toContain(3);
  });
  await Promise.all(rounds);
});

test("nobody grants by a right above once the customer has moved away from it", async () => {
  const owner = await aPerson(undefined, host);
  const rounds = times(6).map(async () => {
    const [top, other] = [await aCustomerOf(owner), await aCustomerOf(owner)];
    const low = await aCustomerBelow(top, owner);
    const admin = await aMember(top, ["admin"], host);
    const person = await aPerson(undefined, host);
    const [granted, moved] = await Promise.all([
      admin.put(`${low.path}/members/${person.id}/roles/employee`),
      moveTo(low, other.id, owner),
    ]);
    expect(moved.status).toBe(200);
    expect([200, 404]).toContain(granted.status);
    return { low: low.id, other: other.id, person };
  });
  const played = await Promise.all(rounds);
  const changes = await changesOf(host);
  for (const { low, other, person } of played) {
    const grant = changes.findIndex(
      ({ is }) => is?.kind === "customer binding" && isOf(is, low, person),
    );
    const move = changes.findIndex(
      ({ is }) => is?.kind === "gate" && is.customer === low && is.parentId === other,
    );
    expect(grant).toBeLessThan(move);
  }
});

const isOf = (is: Record<string, unknown>, customer: string, { id }: Person) =>
  is.customer === customer && is.principal === id;
