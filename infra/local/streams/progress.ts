import type { StreamRecord } from "./shard.ts";

/** A record on its way, and how many deliveries of it are still due. */
export type Entry = { record: StreamRecord; place: { sequence: string; due: number } };

/** Follows which records are done, in any order; saves the last one that has none before it open. */
export function followProgress(save: (sequence: string) => void) {
  const open: Entry["place"][] = [];
  return {
    /** Takes records in the order of their shard, and what is to be delivered of them. */
    begin(records: StreamRecord[], arrange: (entries: Entry[]) => Entry[]): Entry[] {
      const entries = records.map((record) => {
        const place = { sequence: record.dynamodb.SequenceNumber, due: 0 };
        open.push(place);
        return { record, place };
      });
      const arranged = arrange(entries);
      for (const { place } of arranged) place.due++;
      return arranged;
    },
    done(entries: Entry[]) {
      for (const { place } of entries) place.due--;
      const still = open.findIndex(({ due }) => due > 0);
      const passed = open.splice(0, still === -1 ? open.length : still);
      const last = passed.at(-1);
      if (last) save(last.sequence);
    },
  };
}
