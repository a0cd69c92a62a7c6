import { Gate } from "../model/gate.ts";
import type { Placed } from "../model/place.ts";
import type { Key } from "./client.ts";
import { parse } from "./customers.ts";
import { type Find, gather } from "./gather.ts";
import { parsing } from "./parsing.ts";
import { keys } from "./schema.ts";

const gateIn = parsing(Gate);

/** A customer and those above it, the nearest first, as they are now. */
export async function lineOf(customer: string): Promise<string[]> {
  const { gates, presumed } = await readAbove(customer);
  return [customer, ...gates.map((gate) => gate.customer), ...presumed];
}

/** The gates of a customer and of those above it, the nearest first, as they are now. */
export async function gatesOf(customer: string): Promise<Gate[]> {
  const own = keys.gate({ customer, gate: "0" });
  const { find, gates } = await readAbove(customer, [own]);
  const gate = gateIn(find(own));
  return gate ? [gate, ...gates] : [];
}

async function readAbove(customer: string, more: readonly Key[] = []) {
  const key = keys.customer({ customer });
  const aboveIn = (find: Find) => above(parse(find(key)), find);
  const find = await gather((known) => {
    const { gates, presumed } = aboveIn(known);
    const line = [...gates.map((gate) => gate.customer), ...presumed];
    return [key, ...more, ...line.map((one) => keys.gate({ customer: one, gate: "0" }))];
  });
  return { find, ...aboveIn(find) };
}

export interface Ancestry {
  /** The gates of the customers above, the nearest first, each the parent of the one before. */
  gates: readonly Gate[];
  /** Where they are not known yet: who may stand further above, the nearest first. */
  presumed: readonly string[];
}

/** The customers above one, as far as they are known. Parents are the truth; the path of the last one known is a hint at who comes next. */
export function above(customer: Placed | undefined, find: Find): Ancestry {
  const gates: Gate[] = [];
  for (let last = customer; last?.parentId !== undefined; last = gates.at(-1)) {
    const gate = gateIn(find(keys.gate({ customer: last.parentId, gate: "0" })));
    if (!gate) return { gates, presumed: presumedAbove(last) };
    gates.push(gate);
  }
  return { gates, presumed: [] };
}

const presumedAbove = ({ parentId = "", path }: Placed) =>
  path.at(-1) === parentId ? path.toReversed() : [parentId];
