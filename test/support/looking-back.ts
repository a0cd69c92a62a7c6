import { setTimeout as wait } from "node:timers/promises";
import type { Level } from "../../shared/model/grant.ts";
import { isBuiltIn } from "../../shared/model/role.ts";
import type { Person } from "./given.ts";

export const ask = "/v1/access/explain";

type Question = Record<string, string | undefined>;

/** An instant between what was and what comes. */
export async function instant() {
  await wait(5);
  const at = new Date().toISOString();
  await wait(5);
  return at;
}

type Way = { level: Level; role: string; because?: string; request?: string };
type Explained = { ways: Way[]; failing: Way[]; missing?: Way[] };

/** An answer without what was left over: it goes some time soon, and counts as gone in looking back. The table keeps no order of roles. Roles of the platform that would do, too, come and go with other tests. */
function inOrder<T extends Explained>({ ways, failing, missing, ...rest }: T) {
  const byRole = (one: Way, other: Way) => one.role.localeCompare(other.role);
  const lasting = failing.filter(({ because }) => because !== "left_over");
  return {
    ...rest,
    ways: ways.toSorted(byRole),
    failing: lasting.toSorted(byRole),
    ...(missing && { missing: missing.filter(({ level, role }) => isBuiltIn(level, role)) }),
  };
}

/** What is answered at this instant, and a look whether the same is answered later as of then. */
export async function remembered(asker: Person, question: Question) {
  const asOf = await instant();
  const today = inOrder((await asker.post(ask, question)).body);
  return {
    allowed: today.allowed as boolean,
    today,
    asOf,
    later: async () => inOrder((await asker.post(ask, { ...question, asOf })).body),
  };
}
