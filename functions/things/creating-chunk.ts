import { hasTime, noTime } from "../../shared/lambda/has-time.ts";
import { recorded } from "../../shared/lambda/things.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { eventIn, ulidIn } from "../../shared/model/thing-batch.ts";
import { ulidOf } from "../../shared/model/thing-kind.ts";
import { Outdated } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as things from "../../shared/table/things.ts";
import type { CreatingMany } from "./creating-many.ts";
import { type Entry, type Result, refusedResult } from "./entries.ts";
import { madeElsewhere } from "./made-elsewhere.ts";
import { foreignGroup, groupsFor, thingOf } from "./making.ts";
import { unseen } from "./sights.ts";

interface Making {
  request: CreatingMany;
  owned: thingCounters.Owned;
  counters: readonly thingCounters.Counter[];
  batch: string;
  /** The devices and assets that views may show. */
  seen: ReadonlyMap<string, Thing>;
  /** True when the same request may have made some of them before. */
  isRepeated: boolean;
}

const busy = () => new Refusal("unavailable", "Others are changing the same. Send it again.");

/** Makes the things of one chunk in one transaction. A chunk that others came between is planned again, without what is refused then. */
export async function createChunk(
  chunk: Entry[],
  number: number,
  making: Making,
): Promise<Result[]> {
  const { request, owned } = making;
  if (!hasTime(request)) return chunk.map(({ index }) => refusedResult(index, noTime()));
  for (let again = making.isRepeated, { counters } = making; ; again = true) {
    // What lies where its external id says is found by that.
    const done = again && !placeOf(chunk) ? await madeBefore(chunk, number, making) : undefined;
    if (done) return done;
    try {
      return await createNow(chunk, number, { ...making, counters });
    } catch (error) {
      const refusal = refusalOf(error, request.deadline);
      if (refusal) return chunk.map(({ index }) => refusedResult(index, refusal));
      counters = await thingCounters.of(owned);
    }
  }
}

/** Why a chunk is given up; nothing where it is worth another try. */
function refusalOf(error: unknown, deadline: Date): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Outdated)) throw error;
  return new Date() > deadline ? busy() : undefined;
}

async function createNow(chunk: Entry[], number: number, making: Making): Promise<Result[]> {
  const { owned, counters } = making;
  const known = await groupsFor(
    owned,
    chunk.flatMap(({ asked }) => asked?.groups ?? []),
  );
  const there = await madeElsewhere(chunk, owned);
  const wrongIn = ({ asked }: Entry) =>
    foreignGroup(asked?.groups, known) ??
    (asked?.thing && !making.seen.has(asked.thing) ? unseen() : undefined);
  const wrong = new Map(chunk.map((entry) => [entry.index, wrongIn(entry)]));
  const good = chunk.filter(({ index }) => !wrong.get(index) && !there.has(index));
  const room = thingCounters.roomIn(counters);
  const made = await make(good.slice(0, room), number, making);
  const full = thingCounters.isFull(owned, counters);
  return chunk.map(({ index }): Result => {
    const found = there.get(index);
    if (found) return found;
    const id = made.get(index);
    return id ? { index, status: "created", id } : refusedResult(index, wrong.get(index) ?? full);
  });
}

/** Where the things of a chunk lie, when that follows from their external ids. */
const placeOf = ([first]: readonly Entry[]) => first?.place;

/** Writes what fits, and answers the ids of it. */
async function make(entries: Entry[], number: number, making: Making) {
  const { request, owned, batch } = making;
  if (entries.length === 0) return new Map<number, string>();
  const shard = request.isRehearsal ? "0" : await shardOf(entries, making);
  const made = new Map(
    entries.flatMap(({ index, asked, place }) => {
      const id = place ?? { shard, ulid: ulidIn(batch, index) };
      return asked ? [[index, thingOf(request, owned, asked, id)] as const] : [];
    }),
  );
  const all = [...made.values()];
  const ids = all.map(({ id }) => id);
  const event = {
    ...(!placeOf(entries) && { id: eventIn(batch, number) }),
    subject: owned.things,
    after: { ids },
  };
  if (!request.isRehearsal)
    await request.commit([
      ...all.flatMap(things.create),
      ...[...new Set(all.flatMap(({ groups }) => groups))].map(things.groupStands),
      thingCounters.count(owned, shard, all.length),
      recorded(request, "thing.created", event),
    ]);
  return new Map([...made].map(([index, { id }]) => [index, id]));
}

/** A shard with room for all of a chunk. */
async function shardOf(entries: readonly Entry[], { request, owned, counters }: Making) {
  const { deadline } = request;
  const place = placeOf(entries);
  if (!place) return thingCounters.shardFor(owned, counters, entries.length, deadline);
  await thingCounters.makeRoom(owned, counters, place.shard, deadline, entries.length);
  return place.shard;
}

/** What the same request made of a chunk before; the rest of it was refused then. */
async function madeBefore(chunk: Entry[], number: number, { owned, batch }: Making) {
  const event = await events.byId(owned.owner, owned.things, eventIn(batch, number));
  if (!event) return undefined;
  const ids = (event.after?.ids ?? []) as string[];
  const byUlid = new Map(ids.map((id) => [ulidOf(id), id]));
  const refusal = new Refusal("limit_reached", "It was refused when this was first asked.");
  return chunk.map(({ index }): Result => {
    const id = byUlid.get(ulidIn(batch, index));
    return id ? { index, status: "created", id } : refusedResult(index, refusal);
  });
}
