import type { StoredOperation } from "../../../shared/model/operation.ts";
import { Refusal } from "../../../shared/model/refusal.ts";
import * as closingLists from "../../../shared/table/closing-lists.ts";
import * as closings from "../../../shared/table/closings.ts";
import { commit } from "../../../shared/table/commit.ts";
import * as operations from "../../../shared/table/operations.ts";
import type { Work } from "../kind.ts";
import { begin } from "./begin.ts";
import type { ToClose } from "./to-close.ts";

/** Says what became of a customer whose wait is over: true if it is closed. One that another one did not take along begins by itself. */
export async function judge(one: ToClose, work: Work): Promise<boolean> {
  const { id, isOwn = false, operation: awaits = "" } = one;
  const of = work.operation.id;
  const { underWay } = await closingLists.found(of, [id]);
  const [row] = underWay;
  if (row && row.awaits !== awaits) return false;
  const isClosed = await closings.isClosed(id);
  if (!isOwn && !isClosed) {
    await begin(id, work, row);
    return false;
  }
  const refusal = isOwn && refusalOf(await operations.byId(awaits), one, isClosed);
  const kept = isClosed ? [closingLists.keep(of, { customer: id, awaits, isOwn })] : [];
  await commit([closingLists.forget(of, id), ...kept], new Date(Date.now() + 8_000));
  if (refusal) throw refusal;
  return true;
}

/** Why a closing that is over has not closed everything. */
function refusalOf(
  own: StoredOperation | undefined,
  { id, link }: ToClose,
  isClosed: boolean,
): Refusal | undefined {
  if (own?.memory?.isBlocked === true)
    return new Refusal(
      "blocked",
      `Something below ${id} stands in the way. ${link}/results lists what.`,
    );
  if (own?.state === "done" && own.failed === 0) return undefined;
  if (own?.state === "done")
    return new Refusal(
      "internal",
      `${id} is closed${isClosed ? "" : " to everybody"}, but ${own.failed} ${own.failed === 1 ? "thing" : "things"} of it could not be removed: ${link}/results?state=failed. Trying again takes just what is left.`,
    );
  return new Refusal("internal", own?.failure ?? "Its record has expired.");
}
