import { type At, defaultQuota, ownedBy } from "../../shared/lambda/things.ts";
import { visible } from "../../shared/lambda/visible-things.ts";
import { newBatch } from "../../shared/model/thing-batch.ts";
import type { NewThingsResult } from "../../shared/model/thing-requests.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import { createChunk } from "./creating-chunk.ts";
import { chunksOf, readEntries, refusedResult } from "./entries.ts";

export interface CreatingMany extends At {
  body: { items: Record<string, unknown>[] };
  ahead: thingCounters.Counter[];
  made: Record<string, string> | undefined;
  isRehearsal: boolean;
}

/** Chunks that are written at the same time. */
const atOnce = 4;

/** Makes many things of a customer or of the platform, and says of each what became of it. */
export async function createMany(request: CreatingMany): Promise<NewThingsResult> {
  const { body, made, now, commit } = request;
  const owned = ownedBy(request);
  const entries = readEntries(owned, body.items);
  const ready = entries.filter(({ refusal }) => !refusal);
  const shown = ready.flatMap(({ asked }) => asked?.thing ?? []);
  const [counters, seen] = await Promise.all([
    prepare(request, owned),
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
  const of = (wanted: string) => results.filter(({ status }) => status === wanted).length;
  return { created: of("created"), refused: of("refused"), results };
}

/** The counters that the things will be counted in; in a rehearsal as if there were some. */
async function prepare(request: CreatingMany, owned: thingCounters.Owned) {
  const { ahead, isRehearsal, deadline } = request;
  const quota = defaultQuota(owned);
  if (!isRehearsal) return thingCounters.prepare(owned, ahead, { quota, deadline });
  return ahead.length > 0 ? ahead : [{ things: owned.things, shard: "0", n: 0, room: quota }];
}
