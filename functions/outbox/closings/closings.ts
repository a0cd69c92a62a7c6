import { isFinished } from "../../../shared/model/operation.ts";
import * as closingLists from "../../../shared/table/closing-lists.ts";
import * as operations from "../../../shared/table/operations.ts";
import type { Kind } from "../kind.ts";
import { begin } from "./begin.ts";
import { goesOn } from "./goes-on.ts";
import { judge } from "./judge.ts";
import { goOf, type ToClose, toJudge } from "./to-close.ts";

/** Customers under way at the same time, and those that begin on one page: what stands in the way of ten fits into one item. */
const underWayAtMost = 25;
const beginningAtOnce = 10;

/** Closes many customers, each by an operation of its own and with the rights that whoever asked has when its turn comes. */
export const closings: Kind = {
  parts: {
    customers: {
      // One that goes with another, or comes after it, finds the other under way.
      atOnce: 1,
      isInTotal: true,
      take: async ([one]: readonly ToClose[], work) => {
        if (!one) return [false];
        if (one.go !== undefined && one.go === goOf(work.operation))
          return [await judge(one, work)];
        if (!(await goesOn(one, work))) await begin(one.id, work);
        return [false];
      },
    },
  },
  windsUp: true,
  total: async ({ input }) => input?.customers as number,
  next: async (operation) => {
    const { id, cursor, memory, cancelledBy } = operation;
    const underWay = await closingLists.underWay(id);
    const awaited = await operations.byIds(underWay.map(({ awaits }) => awaits));
    const over = underWay.filter((_, i) => !awaited[i] || isFinished(awaited[i]));
    const page = { part: "customers", cursor };
    if (over.length > 0) return { ...page, things: over.map((one) => toJudge(one, operation)) };
    const from = Number(cursor ?? 0);
    const room = Math.min(beginningAtOnce, underWayAtMost - underWay.length);
    const isListed = !cancelledBy && memory?.isThrough !== true && room > 0;
    const ids = isListed ? await closingLists.some(id, from, room) : [];
    const isThrough = memory?.isThrough === true || (isListed && ids.length === 0);
    if (ids.length > 0)
      return {
        ...page,
        things: ids.map((one) => ({ id: one })),
        cursor: String(from + ids.length),
      };
    if (isListed) return { ...page, things: [], memory: { isThrough } };
    return underWay.length > 0 ? "later" : undefined;
  },
};
