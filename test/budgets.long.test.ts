import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Contract } from "../shared/api/contract.ts";
import * as api from "../shared/api/index.ts";
import { readBudgets } from "./bench/budgets.ts";
import { endpointOf } from "./bench/call.ts";
import { calls } from "./bench/calls.ts";
import { type Cost, costOf, settle } from "./bench/measure.ts";
import { type Scene, setScene } from "./bench/scene.ts";
import { kindOf, sumOf } from "./bench/units.ts";
import { startHost } from "./support/host.ts";

const budgets = readBudgets();
const contracts = new Map(
  Object.entries(api).flatMap(([noun, verbs]) =>
    Object.entries(verbs).map(([verb, contract]) => [`${noun}.${verb}`, contract as Contract]),
  ),
);
const contractOf = (name: string) => contracts.get(endpointOf(name)) as Contract;
const all = Object.entries(budgets.calls);
/** Right after a move the ways up are read once more, from where the old ones end. What groups give, and what a customer's own roles hold, is read in a wave of its own, and only where it matters; whether a role is held is looked at before it is deleted. */
const isLonger = (name: string) =>
  /groupMembers|of a group|of a view|changeOwner|of somebody in|to somebody in|by a role of|customRoles.delete|right after a move|customers\.move$|customerGroups\.(list(Customers|Members)|addC|change)|through a group of customers/.test(
    name,
  );
/** Whoever agreed is looked at again, while what the act takes is read; then it is made as if whoever asked made it now. Where more words are needed, those who may agree are looked for and then at. */
const isApproval = (name: string) => /^accessRequests\.approve/.test(name);
/** A search looks wider than a decision does, and counts how often it is asked; it goes on at the customers above once they are known. */
const isSearch = (name: string) => /^people\.search/.test(name);
const isSearchBelow = (name: string) => isSearch(name) && /below two others/.test(name);
/** A list of things asks each of four shards, and what is in a group is looked up. */
const isListOfThings = (name: string) => /^things\.list/.test(name);
/** A tree is read from above. */
const isOfTree = (name: string) => /^subCustomers\.list|in a dry run/.test(name);
/** Who would gain and lose by a move is looked for place by place, and on groups of customers, after all that the move itself reads. */
const isForeseen = (name: string) => /^customers\.move in a dry run/.test(name);
/** Who has access from further up is asked for place by place, until the page is full. */
const isInherited = (name: string) => /inherited/.test(name);
/** An import looks whether what a line makes is there, then makes the calls that it stands for, each like any other. */
const isImport = (name: string) => /^imports\./.test(name);
/** Whatever each customer of a page has is counted there. */
const isOfQuotas = (name: string) => /^quotas\.exportAll/.test(name);
const isAcceptance = (name: string) => /^invitations\.accept/.test(name);

function requestsOf(name: string): number {
  if (isListOfThings(name)) return / group/.test(name) ? 8 : 6;
  if (isSearch(name)) return isSearchBelow(name) ? 10 : 5;
  if (isInherited(name)) return 17;
  if (isForeseen(name)) return 16;
  if (isOfTree(name)) return 11;
  if (isImport(name)) return 9;
  if (isOfQuotas(name)) return 28;
  if (/^customerGroups|group of customers/.test(name)) return 5;
  return /100 groups/.test(name) ? 6 : /right after a move/.test(name) ? 4 : 3;
}

function wavesOf(name: string): number {
  if (isInherited(name)) return 17;
  if (isForeseen(name)) return 11;
  if (isOfTree(name)) return 8;
  if (isImport(name) || isSearchBelow(name)) return 4;
  // Who is named is known when the page is read.
  return isLonger(name) || isOfQuotas(name) || name.endsWith("with names") ? 3 : 2;
}

/** A list of everything on the platform is as long in bytes as what others made, to half a unit for each shard. */
const isOfAll = (name: string) => /listPending|listAll|exportAll|OnPlatform/.test(name);
const isWithin = (name: string, cost: Cost, budget: Cost | undefined) =>
  budget !== undefined &&
  Math.abs(cost.read - budget.read) <= (isOfAll(name) ? 1 : 0) &&
  isDeepStrictEqual({ ...cost, read: 0 }, { ...budget, read: 0 });

test("every endpoint has a budget", () => {
  const budgeted = new Set(all.map(([name]) => endpointOf(name)));
  expect([...budgeted].sort()).toEqual([...contracts.keys()].sort());
  expect(all.map(([name]) => name)).toEqual(Object.keys(calls));
});

describe("by the rules", () => {
  const reads = all.filter(([name, { write }]) => write === 0 || isSearch(name));
  const writes = all.filter(([name]) => !reads.some(([read]) => read === name));
  const within = (name: string) => !(name in budgets.exceptions);
  const unitsOf = (wanted: RegExp) => writes.filter(([name]) => wanted.test(name) && within(name));

  test.each(reads)("%s reads in two waves and three requests at most", (name, cost) => {
    expect(cost.waves).toBeLessThanOrEqual(wavesOf(name));
    expect(cost.requests).toBeLessThanOrEqual(requestsOf(name));
  });

  test.each(writes.filter(([name]) => !isImport(name)))(
    "%s reads in two waves at most, three to accept and to approve, and writes once",
    (name, cost) => {
      const writing = cost.asks.filter((wave) => wave.includes("TransactWriteItems"));
      expect(writing).toEqual([cost.asks.at(-1)]);
      const most = isApproval(name) || isAcceptance(name) || isLonger(name) ? 4 : 3;
      expect(cost.waves).toBeLessThanOrEqual(most);
    },
  );

  const gets = reads.filter(([name]) => contractOf(name).method === "GET");
  test.each(gets.filter(([name]) => within(name)))("%s costs few read units", (name, { read }) => {
    expect(read).toBeLessThanOrEqual(contractOf(name).lists ? 7 : 4);
  });

  test.each([
    ["a grant", /\.(grantRole|setRoles)/, 14],
    ["an invitation", /^invitations\.(create|resend)/, 21],
    ["an acceptance", /^invitations\.accept/, 24],
  ] as const)("%s costs few write units", (_, wanted, most) => {
    expect(unitsOf(wanted).length).toBeGreaterThan(0);
    for (const [, { write }] of unitsOf(wanted)) expect(write).toBeLessThanOrEqual(most);
  });

  test("nothing is an exception that keeps them", () => {
    for (const name of Object.keys(budgets.exceptions)) {
      const { read, write } = budgets.calls[name] as Cost;
      const most =
        write > 0 && !isSearch(name) ? [write, 14] : [read, contractOf(name).lists ? 7 : 4];
      expect(most[0], name).toBeGreaterThan(most[1] as number);
    }
  });

  test("every written item has a reason", () => {
    const kinds = new Set(writes.flatMap(([, cost]) => cost.writes.map(kindOf)));
    expect(Object.keys(budgets.why).sort()).toEqual([...kinds].sort());
  });

  test.each(writes)("the items of %s add up", (_, { writes: items, write }) => {
    expect(items.reduce((sum, line) => sum + sumOf(line), 0)).toBe(write);
  });
});

describe("a warm request", () => {
  let host: Awaited<ReturnType<typeof startHost>>;
  let scene: Scene;
  const count = { settle };
  beforeAll(async () => {
    host = await startHost({ count, streamFaults: { seed: 1, lost: true }, schedulesByHand: true });
    scene = await setScene(host);
  });
  afterAll(() => host.end());

  test.each(Object.keys(calls))("%s costs what its budget says", async (name) => {
    const costWithin = (patience: number) => {
      count.settle = patience;
      return costOf(name, scene, host);
    };
    // What is done with little patience needs no more; a busy machine does.
    const cost = await costWithin(settle / 4);
    if (isWithin(name, cost, budgets.calls[name])) return;
    const again = await costWithin(settle);
    if (!isWithin(name, again, budgets.calls[name])) expect(again).toEqual(budgets.calls[name]);
  });
});
