import type { Request } from "../../shared/lambda/use-case.ts";
import type { NewCustomer, StoredCustomer } from "../../shared/model/customer.ts";
import type { Event } from "../../shared/model/event.ts";
import { noneBelow } from "../../shared/model/gate.ts";
import type { Owners } from "../../shared/model/owners.ts";
import type { Placed } from "../../shared/model/place.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as owners from "../../shared/table/owners.ts";
import * as projects from "../../shared/table/projects.ts";
import { dayOf } from "../../shared/table/rates.ts";

interface Founding {
  customer: StoredCustomer;
  event: Event & { customerId: string };
}

/** Who owns a new customer and until when, where it stands, and the groups of customers that it is put into. */
interface With {
  owners?: readonly string[];
  until?: string | undefined;
  place?: Placed;
  groups?: readonly string[];
}

/** A new customer, and the event that makes it. */
export function founded(
  profile: NewCustomer,
  { caller, now, happened }: Pick<Request, "now" | "happened"> & { caller: { id: string } },
  { owners = [], until, place = { path: [] }, groups = [] }: With,
): Founding {
  const at = now.toISOString();
  const customer: StoredCustomer = {
    ...profile,
    ...place,
    path: [...place.path],
    settings: { minApprovals: 1 },
    status: "active",
    version: 1,
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
  const event = happened({
    type: "customer.created",
    subject: customer.id,
    customerId: customer.id,
    after: {
      displayName: customer.displayName,
      owners,
      ...(until && { ownersUntil: until }),
      parentId: customer.parentId,
      ...(groups.length > 0 && { customerGroups: groups }),
    },
  });
  return { customer, event };
}

/** What every new customer begins with, and the mails that it sends with that. */
export function foundingWrites(
  { customer, event }: Founding,
  places: Owners["places"],
  now: Date,
  mails = 0,
): Write[] {
  const day = mails > 0 ? dayOf(now) : "";
  return [
    ...customers.create(customer, {
      customer: customer.id,
      status: "active",
      day,
      mails,
      minApprovals: customer.settings.minApprovals,
      hadTwo: false,
      parentId: customer.parentId,
      path: customer.path,
      height: 0,
      below: [...noneBelow],
      arrivals: 0,
    }),
    owners.create({ customer: customer.id, places, version: 1 }),
    projects.startCounting(customer.id),
    events.record(event),
  ];
}
