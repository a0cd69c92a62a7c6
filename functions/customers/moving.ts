import type * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import type { Event } from "../../shared/model/event.ts";
import type { Gate } from "../../shared/model/gate.ts";
import { operationOf, platform } from "../../shared/model/id.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { levelsAtMost, onTop, placeBelow } from "../../shared/model/place.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as levels from "../../shared/table/levels.ts";
import * as places from "../../shared/table/places.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as tree from "../../shared/table/tree.ts";

/** What makes customers at the top where people may not do that by themselves. */
export const creating = "platform.customers.create";

/** What is known when a customer is to be moved somewhere. */
export type Moving = Request<typeof api.customers.move, tree.Destination>;

/** The gates that will be above, the nearest first. Refuses what would stand below itself, or too deep. */
export function openTo({ customer, gate: own, ahead: { gate, ancestors } }: Moving): Gate[] {
  const above = gate ? [gate, ...ancestors.map((one) => one.gate)] : [];
  if (above.some((one) => one.customer === customer.id))
    throw new Refusal("cycle", `${above[0]?.customer} is ${customer.id} or stands below it.`);
  if (above.length + 1 + own.height > levelsAtMost)
    throw new Refusal(
      "too_deep",
      `With all that is below it, ${customer.id} would reach below the lowest of ${levelsAtMost} levels.`,
    );
  return above;
}

/** The customer as it is stored when it has moved. */
export function movedTo({ caller, customer, now }: Moving, [parent]: readonly Gate[]) {
  const { parentId: _, ...rest } = customer;
  const moved: StoredCustomer = {
    ...rest,
    ...(parent ? placeBelow(parent) : { path: [...onTop.path] }),
    version: customer.version + 1,
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
  };
  return moved;
}

/** Who has a role above may do more, so as many must agree as for any other grant. */
export const agreedTo = ({ customer: { parentId: from }, body, approval }: Moving) =>
  approval({
    kind: "move",
    granting: "customer.owners.manage",
    ...(body.parentId === null && !env.selfService && { askerTakes: [creating] }),
    gives: [],
    asks: { ...body, from },
    claims: [
      { target: "place", role: "move" },
      { target: "place", role: `from ${from ?? "the top"}` },
    ],
    onAnyVersion: true,
  });

/** The same few writes, however much is below, and however many groups it was in. */
export function moveWrites(
  request: Moving,
  moved: StoredCustomer,
  above: readonly Gate[],
  groups: readonly string[],
) {
  const { customer, gate, ahead } = request;
  const owner = customer.parentId ?? platform;
  const left = request.above.map((one) => one.gate);
  const [parent] = above;
  const event = request.happened({
    type: "customer.moved",
    subject: customer.id,
    before: { parentId: customer.parentId },
    after: { parentId: moved.parentId },
  });
  const writes: Write[] = [
    ...places.move(moved, customer, gate),
    groupedCustomers.leaveAll({ customer: customer.id, owner }, groups),
    gates.isOpen(customer.id),
    ...(parent ? [gates.isOpen(parent.customer), places.hasPath(parent)] : []),
    ...levels.recount({ above: left, left: gate.height }, { above, came: gate.height }),
    tree.advance(ahead.moves),
    events.record(event),
    ...atParents(event),
    tasks.write(taskOf(event, "customer-moved", customer.id, { input: { owner, groups } })),
  ];
  return { writes, operation: operationOf(event.id) };
}

/** The log of each parent tells of its own part: that the customer left, or that it came. */
function atParents({ before, after, ...event }: Event): Write[] {
  const [from, to] = [before?.parentId, after?.parentId];
  return [
    ...(from ? [events.record({ ...event, customerId: String(from), before })] : []),
    ...(to ? [events.record({ ...event, customerId: String(to), after })] : []),
  ];
}
