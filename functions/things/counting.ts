import { countsOf } from "../../shared/lambda/quotas.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";

/** How many there are of each kind, and how many there may be. */
export const countAll = async (owner: string) =>
  countsOf(owner, thingCounters.byKind(await thingCounters.allOf(owner)));
