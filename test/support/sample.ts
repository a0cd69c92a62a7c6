import { createHash } from "node:crypto";
import { seed } from "./seed.ts";

/** One in so many of what differs little, by a lot drawn for it: others in each run. Where EVERYTHING is set, all of it. */
export function oneIn<T>(many: number, all: readonly T[], lot: string): T[] {
  if (process.env.EVERYTHING) return [...all];
  const drawn = (i: number) => createHash("sha1").update(`${seed} ${lot} ${i}`).digest("hex");
  const order = [...all.keys()].toSorted((one, other) => (drawn(one) < drawn(other) ? -1 : 1));
  const kept = new Set(order.slice(0, Math.ceil(all.length / many)));
  return all.filter((_, i) => kept.has(i));
}
