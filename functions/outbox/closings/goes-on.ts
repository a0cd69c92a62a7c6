import { isFinished } from "../../../shared/model/operation.ts";
import { tryingAgain } from "../../../shared/model/operation-progress.ts";
import * as closingLists from "../../../shared/table/closing-lists.ts";
import { commit } from "../../../shared/table/commit.ts";
import * as operations from "../../../shared/table/operations.ts";
import * as tasks from "../../../shared/table/tasks.ts";
import type { Work } from "../kind.ts";
import type { ToClose } from "./to-close.ts";

/** Has a closing of its own that stopped, or left something over, go on where it is; true if there is one to wait for. */
export async function goesOn(one: ToClose, { operation }: Work): Promise<boolean> {
  const own = one.isOwn && one.operation ? await operations.byId(one.operation) : undefined;
  if (!own || own.memory?.isBlocked === true) return false;
  const { underWay } = await closingLists.found(operation.id, [one.id]);
  if (underWay[0]) return true;
  const now = new Date();
  const row = { customer: one.id, awaits: own.id, isOwn: true };
  const isToWake = isFinished(own) && (own.state === "failed" || own.failed > 0);
  const writes = [
    closingLists.note(operation.id, row),
    ...(isToWake ? [operations.wake(tryingAgain(own, now.toISOString()))] : []),
    ...(own.state === "failed" ? [tasks.putBack(own.asked, now)] : []),
  ];
  await commit(writes, new Date(now.getTime() + 8_000));
  return true;
}
