import { check } from "../../shared/lambda/parse.ts";
import { ExternalId, thingPlace } from "../../shared/model/external-id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { NewThing } from "../../shared/model/thing.ts";
import type { NewThingsResult } from "../../shared/model/thing-requests.ts";
import { thingSchemas } from "../../shared/model/thing-schemas.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";

export type Result = NewThingsResult["results"][number];

/** One of many new things: what it asks for, or why it cannot be. */
export interface Entry {
  index: number;
  asked?: NewThing & { externalId?: string | undefined };
  /** Where it lies, when that follows from its external id. */
  place?: { shard: string; ulid: string };
  refusal?: Refusal;
}

/** Actions of one transaction, without the event, the counter and checks of groups. */
const actions = 96;

/** Checks each entry by itself, so that a wrong one stops no other. */
export function readEntries(owned: Owned, raw: readonly Record<string, unknown>[]): Entry[] {
  const seen = new Set<string>();
  return raw.map((entry, index) => {
    try {
      return { index, ...readEntry(owned, entry, seen) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { index, refusal: error };
    }
  });
}

function readEntry(owned: Owned, entry: Record<string, unknown>, seen: Set<string>) {
  const { externalId: typed, ...rest } = entry;
  const asked = check<NewThing>(thingSchemas[owned.things].created(), rest, "");
  if (typed === undefined) return { asked };
  const externalId = check(ExternalId(), typed, "externalId");
  if (seen.has(externalId)) throw twice();
  seen.add(externalId);
  return { asked: { ...asked, externalId }, place: thingPlace(owned, externalId) };
}

const twice = () =>
  new Refusal("invalid", "This external id stands twice in the request.", {
    errors: [{ pointer: "/externalId", message: "stands twice here" }],
  });

const actionsOf = ({ asked }: Entry) => 1 + new Set(asked?.groups).size;

/** What fits into one transaction each, and lies in one shard where that is known: the same for the same entries. */
export const chunksOf = (entries: readonly Entry[]): Entry[][] =>
  [...Map.groupBy(entries, ({ place }) => place?.shard).values()].flatMap(inChunks);

function inChunks(entries: readonly Entry[]): Entry[][] {
  const chunks: Entry[][] = [];
  let left = 0;
  for (const entry of entries) {
    // Checks of the groups that it is the first to name take one action each.
    const needed = actionsOf(entry) * 2 - 1;
    if (needed > left) {
      chunks.push([]);
      left = actions;
    }
    chunks.at(-1)?.push(entry);
    left -= needed;
  }
  return chunks;
}

export const refusedResult = (index: number, refusal: Refusal): Result => ({
  index,
  status: "refused",
  code: refusal.code,
  detail: refusal.message,
  ...(refusal.details.errors && { errors: refusal.details.errors }),
});
