import { spread } from "./hashes.ts";

/** What waits on the `due` index, each kind in shards of its own. */
export const dueKinds = ["letter", "task", "operation", "user", "end"] as const;
export type DueKind = (typeof dueKinds)[number];
export const dueShards = 8;

/** Puts an item on the `due` index: the sweep sees it from `at` on. */
export const due = ({ at, kind, id }: { at: string; kind: DueKind; id: string }) => ({
  duepk: `DUE#${kind}#${spread(id, dueShards)}`,
  duesk: `${at}#${id}`,
});
