import type { StoredOperation } from "../../../shared/model/operation.ts";
import type { UnderWay } from "../../../shared/table/closing-lists.ts";

/** One of many customers: to begin with, or to be judged in the go that found what it waited for at its end. */
export interface ToClose {
  id: string;
  /** What it waited for, and whether that was its own closing. */
  operation?: string;
  isOwn?: boolean;
  go?: number;
  link?: string;
}

/** Tells the first go of an operation and each retry apart. */
export const goOf = ({ retry }: StoredOperation) => retry?.before ?? 0;

/** A customer whose wait is over; what is said of it holds if it turns out to be closed. */
export const toJudge = (
  { customer, awaits, isOwn, with: other }: UnderWay,
  operation: StoredOperation,
): ToClose & { code: string } => ({
  id: customer,
  operation: awaits,
  isOwn,
  go: goOf(operation),
  link: `/v1/operations/${awaits}`,
  code: "deleted",
  ...(other !== undefined && { with: other, message: `It went with ${other}.` }),
});
