import { type Gate, heightOf } from "../model/gate.ts";
import type { Write } from "./commit.ts";
import * as gates from "./gates.ts";
import { keys } from "./schema.ts";

/** A customer that leaves the place right below others, or comes to stand there, with so many levels below it. */
interface Change {
  /** The gates above it, the nearest first. */
  above: readonly Gate[];
  left?: number;
  came?: number;
}

interface Counted {
  read: Gate;
  now: Gate;
}

/**
 * Counts what is right below customers anew, upwards as long as that changes how many levels are below them.
 * Each gate tells its own height and how many right below it have which: both change together, and with them
 * what is counted above, so no height is ever too low or too high, whatever else happens at the same time.
 */
export function recount(...changes: readonly Change[]): Write[] {
  const counted = new Map<string, Counted>();
  // Of a gate that was read twice one is taken: it is above the same, however often it is counted.
  for (const gate of changes.flatMap(({ above }) => above).toReversed())
    counted.set(gate.customer, { read: gate, now: gate });
  for (const change of changes) count(change, counted);
  return [...counted.values()]
    .filter(({ read, now }) => now.below.some((n, i) => n !== read.below[i]))
    .map(writeOf);
}

function count({ above: [nearest], ...change }: Change, counted: Map<string, Counted>): void {
  let { left, came } = change;
  for (let at = nearest?.customer; at !== undefined; ) {
    const one = counted.get(at);
    // What was deleted is counted nowhere any more, so neither is what happens below it.
    if (!one || one.read.status === "deleted") return;
    const { height: was } = one.now;
    const below = one.now.below.map((n, i) => n + Number(i === came) - Number(i === left));
    one.now = { ...one.now, below, height: heightOf(below) };
    if (one.now.height === was) return;
    [left, came] = [was, one.now.height];
    at = one.read.parentId;
  }
}

/** Who creates or moves right below one that is where it was counts as having come there. */
function writeOf({ read, now }: Counted): Write {
  const { customer, parentId } = read;
  const comes = total(now.below) > total(read.below);
  const isPlaced = comes || now.height !== read.height;
  const { set, when, names, values } =
    now.height === read.height ? among(read, now) : anew(read, now);
  return {
    do: "update",
    key: keys.gate({ customer, gate: "0" }),
    set: `SET ${set}${comes ? ", arrivals = if_not_exists(arrivals, :none) + :one" : ""}`,
    when: isPlaced ? `${gates.below(parentId)} AND ${when}` : when,
    ...(names && { names }),
    values: {
      ...values,
      ...(comes && { ":none": 0, ":one": 1 }),
      ...(isPlaced && parentId !== undefined && { ":parent": parentId }),
    },
    orElse: "outdated",
  };
}

const total = (below: readonly number[]) => below.reduce((sum, n) => sum + n, 0);

/** Of those that leave it as high, any number may come and go at the same time, as long as one is left that makes it so. */
function among(read: Gate, now: Gate) {
  const changed = now.below.flatMap((n, i) => {
    const by = n - (read.below[i] ?? 0);
    return by === 0 ? [] : [{ i, by }];
  });
  const left = ({ i, by }: { i: number; by: number }) => {
    if (by > 0) return ["height", i] as const;
    return i + 1 < now.height ? (["height", i + 1] as const) : ([`below[${i}]`, -by] as const);
  };
  return {
    set: changed.map(({ i }) => `below[${i}] = below[${i}] + :by${i}`).join(", "),
    when: changed.map((one) => `${left(one)[0]} > :least${one.i}`).join(" AND "),
    names: undefined,
    values: Object.fromEntries(
      changed.flatMap((one) => [
        [`:by${one.i}`, one.by],
        [`:least${one.i}`, left(one)[1]],
      ]),
    ),
  };
}

/** What makes it higher or lower is counted above, too: nothing else may have changed. */
const anew = (read: Gate, { below, height }: Gate) => ({
  set: "below = :below, height = :height",
  when: "below = :counted AND #status <> :deleted",
  names: { "#status": "status" },
  values: { ":below": below, ":height": height, ":counted": read.below, ":deleted": "deleted" },
});
