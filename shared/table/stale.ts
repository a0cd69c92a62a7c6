import { due } from "./due.ts";

const inAMinute = (now: Date) => new Date(now.getTime() + 60_000).toISOString();

/** Says of a record that others have copies of what it was: the stream has them made anew at once, the sweep after a minute. */
export const stale = (id: string, now: Date) => ({
  copies: "stale",
  ...due({ at: inAMinute(now), kind: "user", id }),
});

/** The same in an update. */
export const setStale = "copies = :copies, duepk = :duepk, duesk = :duesk";

export function staleValues(id: string, now: Date) {
  const { copies, duepk, duesk } = stale(id, now);
  return { ":copies": copies, ":duepk": duepk, ":duesk": duesk };
}
