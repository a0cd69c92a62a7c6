import type { ClosingBlocker } from "../../../shared/model/closing.ts";
import { Refusal } from "../../../shared/model/refusal.ts";
import { blockersOf, sentenceOf } from "../../../shared/table/closing-blockers.ts";
import * as closings from "../../../shared/table/closings.ts";
import type { Part } from "../kind.ts";
import { lastOn, nextDown, type Way } from "./walk.ts";

/** Customers looked at in one go, and blockers on one page. */
const atOnce = 50;
const pageSize = 300;

/** What stands in the way below a customer, from one place on: nothing new begins at a customer that was looked at. */
export async function check(top: string, from: Way) {
  const blockers: ClosingBlocker[] = [];
  let way: Way | undefined = from;
  for (let seen = 0; way && seen < atOnce && blockers.length < pageSize; seen++) {
    const customer = lastOn(top, way);
    if (way.length > 0) await closings.shutGate(customer, lastOn(top, way.slice(0, -1)));
    blockers.push(...(await blockersOf(customer, { recursive: true })));
    way = await nextDown(top, way);
  }
  return { blockers, way };
}

/** Lists what stands in the way among the results. */
export const blockersFound: Part<ClosingBlocker> = {
  take: async ([blocker]) => {
    if (!blocker) return [false];
    throw new Refusal("blocked", sentenceOf(blocker));
  },
};
