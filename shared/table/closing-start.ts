import type { StoredCustomer } from "../model/customer.ts";
import type { Event } from "../model/event.ts";
import type { Gate } from "../model/gate.ts";
import type { HeldGrant } from "../model/grant.ts";
import { type Task, taskOf } from "../model/outbox.ts";
import { Refusal } from "../model/refusal.ts";
import { firstChildren } from "./children.ts";
import type { Write } from "./commit.ts";
import * as customers from "./customers.ts";
import * as events from "./events.ts";
import * as gates from "./gates.ts";
import * as projects from "./projects.ts";
import * as rights from "./rights.ts";
import * as tasks from "./tasks.ts";

/** A closing as it is to begin: by whom, what lets them, and how its event is recorded. */
interface Beginning {
  customer: StoredCustomer;
  gate: Gate;
  recursive: boolean;
  reason: string;
  by: string;
  allowed: HeldGrant | undefined;
  now: Date;
  happened(change: Pick<Event, "type" | "subject" | "reason">): Event & { customerId: string };
  /** The operation that closes this one among many. */
  partOf?: string;
}

/** The status that a customer has again if something stands in its way; refuses what is being closed. */
export function statusToClose({ id, status }: StoredCustomer): "active" | "disabled" {
  if (status === "active" || status === "disabled") return status;
  const word = status === "deleted" ? "was closed already" : "is being closed already";
  throw new Refusal("customer_closing", `${id} ${word}.`);
}

/** Everybody's access ends with these writes; what is below is looked at first where it goes along. */
export async function begin(wanted: Beginning): Promise<{ task: Task; writes: Write[] }> {
  const { customer, gate, recursive, reason, by, allowed, now, happened, partOf } = wanted;
  const was = statusToClose(customer);
  const looksBelow = recursive && (await hasBelow(customer.id));
  const event = happened({
    type: looksBelow ? "customer.checking" : "customer.closing",
    subject: customer.id,
    reason,
  });
  const input = { reason, was, recursive: looksBelow, ...(partOf !== undefined && { partOf }) };
  const task = taskOf(event, "closing", customer.id, { input });
  const turned: StoredCustomer = {
    ...customer,
    status: looksBelow ? "checking" : "deleting",
    version: customer.version + 1,
    updatedAt: now.toISOString(),
    updatedBy: by,
  };
  const writes = [
    ...customers.turn(turned, customer.version),
    ...(looksBelow ? [] : [gates.receivedNone(gate)]),
    projects.none(customer.id),
    ...rights.stillHeld(by, allowed, now, customer.id),
    events.record(event),
    tasks.write(task),
  ];
  return { task, writes };
}

/** True while customers stand below: one that comes now is met by the condition. */
const hasBelow = async (customer: string) => (await firstChildren(customer, 1)).length > 0;
