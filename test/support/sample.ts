import { seeded } from "../../infra/local/random.ts";
import { seed } from "./seed.ts";

const random = seeded(seed);

/** One in so many of what differs little, others in each run; where EVERYTHING is set, all of it. */
export function oneIn<T>(many: number, all: readonly T[]): T[] {
  if (process.env.EVERYTHING) return [...all];
  const drawn = all.map((one, i) => ({ one, i, by: random() })).toSorted((a, b) => a.by - b.by);
  const kept = drawn.slice(0, Math.ceil(all.length / many));
  return kept.toSorted((a, b) => a.i - b.i).map(({ one }) => one);
}
