import { decide } from "../access/decide.ts";
import type { Caller } from "../model/caller.ts";
import * as accessFacts from "../table/access-facts.ts";

/** What a caller may do at another customer than that of the path, and what is known of that. */
export async function decisionAt(customer: string, { caller, now }: { caller: Caller; now: Date }) {
  const read = await accessFacts.read([{ principal: caller.id, customer }]);
  const [facts] = read(now);
  return facts && { ...facts, decision: decide({ ...facts, principal: caller }) };
}
