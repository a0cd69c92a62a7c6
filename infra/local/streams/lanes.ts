import { createHash } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type { StreamSource } from "../event-sources.ts";
import type { Entry } from "./progress.ts";
import { pause, type StreamRecord } from "./shard.ts";

type Deliver = (batch: Entry[]) => Promise<void>;
type Lane = { push: (entry: Entry) => Promise<void>; closed: () => Promise<void> };

/** The most a lane holds before reading waits for it. */
const capacity = 1000;
/** The most that fits into one invocation, in bytes of records. */
const payload = 6 * 1024 * 1024;
/** How often a batch that is being gathered is looked at. */
const glance = 10;

/** Lanes that deliver beside each other. All changes of an item go through one lane, in their order. */
export function openLanes(source: StreamSource, deliver: Deliver, signal: AbortSignal) {
  const lanes = Array.from({ length: source.lanes }, () => openLane(source, deliver, signal));
  return {
    push: (entry: Entry) => lanes[laneOf(entry.record, source.lanes)]?.push(entry),
    /** Delivers what is left and ends. */
    closed: () => Promise.all(lanes.map(({ closed }) => closed())),
  };
}

function openLane(source: StreamSource, deliver: Deliver, signal: AbortSignal): Lane {
  const waiting: Entry[] = [];
  const changes = new EventEmitter();
  let closing = false;
  const change = (name: string) => once(changes, name, { signal }).catch(() => {});

  async function run() {
    while (!signal.aborted) {
      if (waiting.length === 0) {
        if (closing) return;
        await change("arrived");
        continue;
      }
      await gather();
      const batch = takeBatch(waiting, source.batchSize);
      changes.emit("taken");
      if (!signal.aborted) await deliver(batch);
    }
  }

  async function gather() {
    const until = Date.now() + source.window;
    while (waiting.length < source.batchSize && Date.now() < until && !signal.aborted) {
      await pause(glance, signal);
    }
  }

  const running = run();
  return {
    push: async (entry) => {
      while (waiting.length >= capacity && !signal.aborted) await change("taken");
      waiting.push(entry);
      changes.emit("arrived");
    },
    closed: () => {
      closing = true;
      changes.emit("arrived");
      return running;
    },
  };
}

function takeBatch(waiting: Entry[], most: number): Entry[] {
  let bytes = 0;
  const tooMuch = waiting.slice(0, most).findIndex(({ record }, index) => {
    bytes += record.dynamodb.SizeBytes;
    return index > 0 && bytes > payload;
  });
  return waiting.splice(0, tooMuch === -1 ? most : tooMuch);
}

function laneOf({ dynamodb: { Keys } }: StreamRecord, lanes: number): number {
  return createHash("sha1").update(itemOf(Keys)).digest().readUInt32BE() % lanes;
}

/** One text per item, whatever the order in which its key attributes are listed. */
export function itemOf(keys: StreamRecord["dynamodb"]["Keys"]): string {
  return JSON.stringify(Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1)));
}
