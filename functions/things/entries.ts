import { check } from "../../shared/lambda/parse.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { NewThing } from "../../shared/model/thing.ts";
import type { ThingKind } from "../../shared/model/thing-kind.ts";
import type { NewThingsResult } from "../../shared/model/thing-requests.ts";
import { thingSchemas } from "../../shared/model/thing-schemas.ts";

export type Result = NewThingsResult["results"][number];

/** One of many new things: what it asks for, or why it cannot be. */
export interface Entry {
  index: number;
  asked?: NewThing;
  refusal?: Refusal;
}

/** Actions of one transaction, without the event, the counter and checks of groups. */
const actions = 96;

/** Checks each entry by itself, so that a wrong one stops no other. */
export const readEntries = (things: ThingKind, raw: readonly unknown[]): Entry[] =>
  raw.map((entry, index) => {
    try {
      return { index, asked: check<NewThing>(thingSchemas[things].created(), entry, "") };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { index, refusal: error };
    }
  });

const actionsOf = ({ asked }: Entry) => 1 + new Set(asked?.groups).size;

/** What fits into one transaction each: the same for the same entries. */
export function chunksOf(entries: readonly Entry[]): Entry[][] {
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
  ...{ index, status: "refused", code: refusal.code, detail: refusal.message },
  ...(refusal.details.errors && { errors: refusal.details.errors }),
});
