import { type At, defaultQuota, mustBeOpen, ownedBy } from "../../shared/lambda/things.ts";
import { newBatch } from "../../shared/model/thing-batch.ts";
import type { NewThingsResult } from "../../shared/model/thing-requests.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import { createChunk } from "./creating-chunk.ts";
import { chunksOf, readEntries, refusedResult } from "./entries.ts";
import { visible } from "./sights.ts";

export interface CreatingMany extends At {
  body: { items: Record<string, unknown>[] };
  ahead: thingCounters.Counter[];
  made: Record<string, string> | undefined;
}

/** Chunks that are written at the same time. */
const atOnce = 4;

/** Makes many things of a customer or of the platform, and says of each what became of it. */
export async function createMany(request: CreatingMany): Promise<NewThingsResult> {
  const { body, made, now, deadline, commit } = request;
  mustBeOpen(request.customer);
  const owned = ownedBy(request);
  const entries = readEntries(owned.things, body.items);
  const ready = entries.filter(({ refusal }) => !refusal);
  const shown = ready.flatMap(({ asked }) => asked?.thing ?? []);
  const [counters, seen] = await Promise.all([
    thingCounters.prepare(owned, request.ahead, { quota: defaultQuota(owned), deadline }),
    shown.length > 0 ? visible(shown, owned.owner, request) : new Map(),
  ]);
  const batch = made?.batch ?? newBatch(now);
  // Recorded before anything is made: a repeated request finds what this one got done.
  if (!made) await commit([], { batch });
  const chunks = [...chunksOf(ready).entries()];
  const making = { request, owned, counters, batch, seen, isRepeated: made !== undefined };
  const results = entries.flatMap(({ index, refusal }) =>
    refusal ? [refusedResult(index, refusal)] : [],
  );
  const write = async () => {
    for (let next = chunks.shift(); next; next = chunks.shift())
      results.push(...(await createChunk(next[1], next[0], making)));
  };
  await Promise.all(Array.from({ length: atOnce }, write));
  results.sort((one, other) => one.index - other.index);
  const refused = results.filter(({ status }) => status === "refused").length;
  return { created: results.length - refused, refused, results };
}
