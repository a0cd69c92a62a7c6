import { isOf } from "../../shared/lambda/things.ts";
import { differing } from "../../shared/model/differing.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { thingId } from "../../shared/model/thing-kind.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";
import * as things from "../../shared/table/things.ts";
import { type Entry, type Result, refusedResult } from "./entries.ts";

/** What was made before by the same external ids: it stays as it is. */
export async function madeElsewhere(chunk: readonly Entry[], owned: Owned) {
  const ids = new Map(
    chunk.flatMap(({ index, place }) =>
      place ? [[thingId(owned.things, place.shard, place.ulid), index] as const] : [],
    ),
  );
  const found = await things.byIds([...ids.keys()]);
  const asked = new Map(chunk.map((entry) => [entry.index, entry.asked]));
  return new Map(
    found.map((thing) => {
      const index = ids.get(thing.id) as number;
      return [index, foundResult(index, thing, asked.get(index) ?? {}, owned)] as const;
    }),
  );
}

function foundResult(
  index: number,
  thing: Thing,
  { groups, ...asked }: Partial<NonNullable<Entry["asked"]>>,
  owned: Owned,
): Result {
  if (!isOf(owned, thing)) return refusedResult(index, movedAway());
  const differs = differing({ ...asked, ...(groups && { groups: [...new Set(groups)] }) }, thing);
  return { index, status: "unchanged", id: thing.id, ...(differs.length > 0 && { differs }) };
}

const movedAway = () =>
  new Refusal(
    "identifier_taken",
    "What was made by this external id belongs to somebody else now.",
  );
