import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { StreamSource } from "../event-sources.ts";
import type { Entry } from "./progress.ts";
import { pause, type StreamRecord } from "./shard.ts";

type Deliver = (batch: Entry[]) => Promise<void>;
type Lane = { push: (entries: Entry[]) => Promise<void>; closed: () => Promise<void> };

/** How much a lane holds before reading waits for it. */
const readAhead = 1000;
/** The most that fits into one invocation, in bytes of records. */
const payload = 6 * 1024 * 1024;
/** How often a batch that is being gathered is looked at. */
const glance = 10;

/** Lanes that deliver beside each other. All changes of an item go through one lane, in their order. */
export function openLanes(source: StreamSource, deliver: Deliver, signal: AbortSignal) {
  const lanes = Array.from({ length: source.lanes }, () => openLane(source, deliver, signal));
  return {
    /** Takes what was read together; waits first while a lane has enough to do. */
    push: async (entries: Entry[]) => {
      const shares = Map.groupBy(entries, ({ record }) => laneOf(record, source.lanes));
      for (const [lane, share] of shares) await lanes[lane]?.push(share);
    },
    /** Delivers what is left and ends. */
    closed: () => Promise.all(lanes.map(({ closed }) => closed())),
  };
}

function openLane(source: StreamSource, deliver: Deliver, signal: AbortSignal): Lane {
  const waiting: Entry[] = [];
  const changes = new EventEmitter();
  const capacity = Math.max(readAhead, source.batchSize);
  let closing = false;
  const change = (name: string) => once(changes, name, { signal }).catch(() => {});

  async function run() {
    while (!signal.aborted) {
      if (waiting.length === 0) {
        if (closing) return;
        await change("arrived");
        continue;
      }
      const batch = await gather();
      changes.emit("taken");
      if (!signal.aborted) await deliver(batch);
    }
  }

  async function gather() {
    const until = Date.now() + source.window;
    let batch = batchOf(waiting, source.batchSize);
    while (!batch.isFull && Date.now() < until && !signal.aborted) {
      await pause(glance, signal);
      batch = batchOf(waiting, source.batchSize);
    }
    return waiting.splice(0, batch.count);
  }

  const running = run();
  return {
    push: async (entries) => {
      while (waiting.length >= capacity && !signal.aborted) await change("taken");
      waiting.push(...entries);
      changes.emit("arrived");
    },
    closed: () => {
      closing = true;
      changes.emit("arrived");
      return running;
    },
  };
}

/** How many of those waiting make a batch, and whether no more can join it. */
function batchOf(waiting: Entry[], most: number): { count: number; isFull: boolean } {
  let bytes = 0;
  for (const [index, { record }] of waiting.slice(0, most).entries()) {
    bytes += record.dynamodb.SizeBytes;
    if (index > 0 && bytes > payload) return { count: index, isFull: true };
  }
  return { count: Math.min(waiting.length, most), isFull: waiting.length >= most };
}

function laneOf({ dynamodb: { Keys } }: StreamRecord, lanes: number): number {
  return createHash("sha1").update(itemOf(Keys)).digest().readUInt32BE() % lanes;
}

/** One text per item, whatever the order in which its key attributes are listed. */
export function itemOf(keys: StreamRecord["dynamodb"]["Keys"]): string {
  return JSON.stringify(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));
}
