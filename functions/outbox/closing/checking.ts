import type { ClosingBlocker } from "../../../shared/model/closing.ts";
import { Refusal } from "../../../shared/model/refusal.ts";
import { blockersOf, sentenceOf } from "../../../shared/table/closing-blockers.ts";
import * as closings from "../../../shared/table/closings.ts";
import type { Part } from "../kind.ts";
import { lastOn, nextDown, type Way } from "./walk.ts";

/** Customers looked at in one go, and blockers on one page: with a sentence each they stay below 16 KB. */
const atOnce = 50;
const pageSize = 40;

/** What stands in the way below a customer, from one place on, and there after the blocker listed last: nothing new begins at a customer that was looked at. */
export async function check(top: string, from: Way, listed = "") {
  const blockers: ClosingBlocker[] = [];
  let way: Way | undefined = from;
  let after = listed;
  for (let seen = 0; way && seen < atOnce && blockers.length < pageSize; seen++) {
    const customer = lastOn(top, way);
    if (way.length > 0) await closings.shutGate(customer, lastOn(top, way.slice(0, -1)));
    const found = await blockersOf(customer, { recursive: true });
    const left = found.filter((one) => nameOf(one) > after).sort(byName);
    const some = left.slice(0, pageSize - blockers.length);
    blockers.push(...some);
    const last = some.at(-1);
    if (last && some.length < left.length) return { blockers, way, after: nameOf(last) };
    after = "";
    way = await nextDown(top, way);
  }
  return { blockers, way };
}

const nameOf = ({ kind, id }: ClosingBlocker) => `${kind} ${id}`;

const byName = (one: ClosingBlocker, other: ClosingBlocker) =>
  nameOf(one) < nameOf(other) ? -1 : 1;

/** Lists what stands in the way among the results. */
export const blockersFound: Part<ClosingBlocker> = {
  take: async ([blocker]) => {
    if (!blocker) return [false];
    throw new Refusal("blocked", sentenceOf(blocker));
  },
};
