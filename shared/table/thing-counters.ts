import * as z from "zod/mini";
import { lazy } from "../model/lazy.ts";
import { Refusal } from "../model/refusal.ts";
import { type ThingKind, thingKinds } from "../model/thing-kind.ts";
import { type Item, query } from "./client.ts";
import { collections } from "./collections.ts";
import { add, commit, type Write } from "./commit.ts";
import { keys } from "./schema.ts";

/** Whose things of which kind. */
export interface Owned {
  owner: string;
  things: ThingKind;
}

/** How many things there are in one shard of an owner and a kind, and room for how many more: together they are the quota. */
const Counter = lazy(() =>
  z.object({
    things: z.string(),
    shard: z.string(),
    n: z.int(),
    room: z.int(),
    /** How often it was given room, or room was taken from it: things that come and go leave both together as they are. */
    moves: z.optional(z.int()),
  }),
);
export type Counter = z.infer<ReturnType<typeof Counter>>;

/** Shards that there may be. The number only rises: a thing stays where it is. */
const widths = [4, 16, 64];

/** Things in a shard, on average, from which on there are to be more shards. */
const crowded = 100_000;

/** The counters of an owner and a kind, as they are now: one for each shard, none before the first thing. */
export async function of({ owner, things }: Owned): Promise<Counter[]> {
  const collection = collections["counters of things"]({ owner, things });
  const { items } = await query(collection, { strong: true });
  return items.map((item) => Counter().parse(item));
}

export const countIn = (counters: readonly Counter[]) => sum(counters.map(({ n }) => n));
export const roomIn = (counters: readonly Counter[]) => sum(counters.map(({ room }) => room));
const sum = (figures: readonly number[]) => figures.reduce((one, other) => one + other, 0);

/** Everything that is counted of an owner, things and others, as it is now unless that matters little. */
export async function allOf(owner: string, { strong = true } = {}): Promise<Item[]> {
  const { items } = await query(collections["counters of an owner"]({ owner }), { strong });
  return items;
}

/** Those of things among them, by kind. */
export const byKind = (items: readonly Item[]): Map<string, Counter[]> =>
  Map.groupBy(
    items.filter(({ kind }) => kind === "thing counter").map((item) => Counter().parse(item)),
    ({ things }) => things,
  );

const keyOf = ({ owner, things }: Owned, shard: string) =>
  keys["thing counter"]({ owner, things, shard });

const start = (owned: Owned, counter: Counter): Write =>
  add({ ...keyOf(owned, counter.shard), kind: "thing counter", ...counter }, "outdated");

/** So many, in as many parts that differ by one at most. */
const share = (all: number, parts: number, i: number) =>
  Math.floor(all / parts) + (i < all % parts ? 1 : 0);

const shardsUpTo = (width: number) => Array.from({ length: width }, (_, i) => String(i));

/** Makes sure that there are counters up to a shard, and more of them once many things lie in each. */
export async function prepare(
  owned: Owned,
  counters: readonly Counter[],
  { quota, deadline, shard = "0" }: { quota: number; deadline: Date; shard?: string },
): Promise<Counter[]> {
  const isWide = (width: number) =>
    width > Number(shard) && (width >= counters.length || counters.length === 0);
  const needed = widths.find(isWide) ?? counters.length;
  const isCrowded = counters.length > 0 && countIn(counters) >= counters.length * crowded;
  const wider = widths.find((width) => width > counters.length) ?? counters.length;
  const width = Math.max(needed, isCrowded ? wider : 0);
  if (width <= counters.length) return [...counters];
  const added = shardsUpTo(width)
    .slice(counters.length)
    .map((shard, i) => ({
      things: owned.things,
      shard,
      n: 0,
      room: counters.length === 0 ? share(quota, width, i) : 0,
    }));
  await commit(
    added.map((counter) => start(owned, counter)),
    deadline,
  );
  return [...counters, ...added];
}

/** Counts things that come, or go, in the transaction in which they do. */
export const count = (owned: Owned, shard: string, by: number): Write => ({
  do: "update",
  key: keyOf(owned, shard),
  set: "SET n = n + :by, room = room - :by",
  when: by > 0 ? "room >= :by" : "n >= :gone",
  values: { ":by": by, ...(by < 0 && { ":gone": -by }) },
  orElse: "outdated",
});

/** A shard with room for so many more, by lot: one that is new, or full, gets its share of the room that others have, and where the shares are too small they are put together. */
export async function shardFor(
  owned: Owned,
  counters: readonly Counter[],
  many: number,
  deadline: Date,
): Promise<string> {
  const room = roomIn(counters);
  if (room < many) throw isFull(owned, counters);
  const drawn = counters[Math.floor(Math.random() * counters.length)] as Counter;
  const fair = Math.floor(room / counters.length);
  const [roomiest, ...others] = counters.toSorted((one, other) => other.room - one.room);
  const into = fair < many ? (roomiest as Counter) : drawn;
  const from = fair < many ? others : [roomiest as Counter];
  if (into.room < many) await moveRoom(owned, into, from, Math.max(many, fair), deadline);
  return into.shard;
}

/** Makes sure that there is room in one shard for things that lie there whatever is full. */
export async function makeRoom(
  owned: Owned,
  counters: readonly Counter[],
  shard: string,
  deadline: Date,
  many = 1,
): Promise<void> {
  if (roomIn(counters) < many) throw isFull(owned, counters);
  const into = counters.find((counter) => counter.shard === shard) as Counter;
  const others = counters.filter((counter) => counter !== into);
  if (into.room < many) await moveRoom(owned, into, others, many, deadline);
}

/** The refusal of what would be more than the quota. */
export const isFull = ({ things }: Owned, counters: readonly Counter[]) => {
  const quota = countIn(counters) + roomIn(counters);
  const { several } = thingKinds[things];
  return new Refusal("limit_reached", `The quota of ${quota} ${several} is used up.`);
};

async function moveRoom(
  owned: Owned,
  into: Counter,
  others: readonly Counter[],
  many: number,
  deadline: Date,
): Promise<void> {
  let missing = many - into.room;
  const writes: Write[] = [];
  for (const { shard, room } of others) {
    const given = Math.min(room, missing);
    if (given > 0) writes.push(giveRoom(owned, shard, -given));
    missing -= given;
  }
  await commit([...writes, giveRoom(owned, into.shard, many - into.room)], deadline);
}

const giveRoom = (owned: Owned, shard: string, room: number): Write => ({
  do: "update",
  key: keyOf(owned, shard),
  set: "SET room = room + :given ADD moves :one",
  when: "room >= :taken",
  values: { ":given": room, ":taken": Math.max(0, -room), ":one": 1 },
  orElse: "outdated",
});

/** Sets how many there may be, never less than there are: each shard is given its part of what there is more room for, or less, on condition that no room moved. Things that come and go meanwhile hold it up no further than room for them is left. */
export function setQuota(owned: Owned, counters: readonly Counter[], quota: number): Write[] {
  const there = countIn(counters);
  if (quota < there) {
    const { several } = thingKinds[owned.things];
    throw new Refusal("limit_reached", `There are ${there} ${several} already.`);
  }
  const parts = changesOf(counters, quota - there - roomIn(counters));
  return counters.map(({ shard, moves }, i) => {
    const given = giveRoom(owned, shard, parts[i] as number);
    return {
      ...given,
      when: `${given.when} AND ${moves === undefined ? "attribute_not_exists(moves)" : "moves = :moves"}`,
      values: { ...given.values, ...(moves !== undefined && { ":moves": moves }) },
    };
  });
}

/** The parts of more room, alike, or of less: from each as much as it has of all the room. */
function changesOf(counters: readonly Counter[], change: number): number[] {
  if (change >= 0) return counters.map((_, i) => share(change, counters.length, i));
  const room = roomIn(counters);
  let left = -change;
  const parts = counters.map((counter) => Math.floor((counter.room * -change) / room));
  left -= sum(parts);
  return parts.map((part, i) => {
    const more = Math.min(left, (counters[i] as Counter).room - part, 1);
    left -= more;
    return -(part + more);
  });
}
