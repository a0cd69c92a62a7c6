import type { Customer } from "../model/customer.ts";
import type { EventType } from "../model/event.ts";
import type { History } from "./history.ts";

type Status = Customer["status"];

/** What an event says about the status of its customer from then on. */
const statusAfter: Partial<Record<EventType, Status>> = {
  "customer.created": "active",
  "customer.enabled": "active",
  "customer.disabled": "disabled",
  "customer.checking": "checking",
  "customer.closing": "deleting",
  "customer.deleted": "deleted",
};

/** The status of a customer by then; undefined where the log does not reach back. A closing that was blocked left all as it was before. */
export function customerStatusThen(id: string, history: History): Promise<Status | undefined> {
  let isUndone = false;
  return history.latest({ customer: id, subject: id }, ({ type }) => {
    const isChecking = type === "customer.checking";
    const wasUndone = isChecking && isUndone;
    isUndone = type === "customer.closing.blocked" || (isUndone && !isChecking);
    return wasUndone ? undefined : statusAfter[type];
  });
}
