import { decide } from "../access/decide.ts";
import type { Caller } from "../model/caller.ts";
import * as accessFacts from "../table/access-facts.ts";

/** Who asks, and when. */
export interface Asking {
  caller: Caller;
  now: Date;
}

/** What a caller may do at another customer than that of the path, and what is known of that. */
export const decisionAt = async (customer: string, asking: Asking) =>
  (await decisionsAt([customer], asking))[0];

/** The same of several customers, in their order. */
export async function decisionsAt(customers: readonly string[], { caller, now }: Asking) {
  const read = await accessFacts.read(
    customers.map((customer) => ({ principal: caller.id, customer })),
  );
  return read(now).map((facts) => ({
    ...facts,
    decision: decide({ ...facts, principal: caller }),
  }));
}
