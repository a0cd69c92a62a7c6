import type { GroupChange, GroupChangeResult } from "../model/group-change.ts";
import { Refusal } from "../model/refusal.ts";
import { Outdated } from "../table/commit.ts";
import { hasTime, noTime } from "./has-time.ts";
import { Waiting } from "./waiting.ts";

type Result = GroupChangeResult["results"][number];

/** Puts one in or takes one out, and answers whether that changed anything; a later attempt looks at the group again. */
type Step = (id: string, attempt: number) => Promise<boolean>;

/** How many are seen to at the same time. */
const atOnce = 10;
const attempts = 5;

/** Puts many into a group and takes many out, each by itself, as many as there is time for. */
export async function changeGroup(
  { body: { add = [], remove = [] }, deadline }: { body: GroupChange; deadline: Date },
  take: { in: Step; out: Step },
): Promise<GroupChangeResult> {
  const timely = (id: string, changed: Result["status"], step: Step) =>
    hasTime({ deadline }) ? resultOf(id, changed, step) : failed(id, noTime());
  const steps = [
    ...[...new Set(add)].map((id) => async () => timely(id, "added", take.in)),
    ...[...new Set(remove)].map((id) => async () => timely(id, "removed", take.out)),
  ];
  const results: Result[] = [];
  for (let start = 0; start < steps.length; start += atOnce)
    results.push(...(await Promise.all(steps.slice(start, start + atOnce).map((step) => step()))));
  return { results };
}

/** What became of one; what others changed meanwhile is looked at again. */
async function resultOf(id: string, changed: Result["status"], step: Step): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { id, status: (await step(id, attempt)) ? changed : "unchanged" };
    } catch (error) {
      if (error instanceof Outdated && attempt < attempts) continue;
      return failed(id, error);
    }
  }
}

/** Why one is not in, or not yet. */
function failed(id: string, error: unknown): Result {
  if (error instanceof Waiting) return { id, status: "requested", accessRequest: error.request.id };
  const refusal = error instanceof Outdated ? new Refusal("unavailable") : error;
  if (!(refusal instanceof Refusal)) throw error;
  return { id, status: "refused", code: refusal.code, detail: refusal.message };
}
