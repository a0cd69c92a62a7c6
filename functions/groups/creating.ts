import type { Request } from "../../shared/lambda/use-case.ts";
import type { Caller } from "../../shared/model/caller.ts";
import type { Customer } from "../../shared/model/customer.ts";
import { newId } from "../../shared/model/id.ts";
import type { NewUserGroup, UserGroup } from "../../shared/model/user-group.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as rights from "../../shared/table/rights.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

interface Creating extends Pick<Request, "now" | "decision" | "happened" | "commit"> {
  caller: Caller;
  customer: Customer | undefined;
  body: NewUserGroup;
}

/** Makes a group of a customer or, without one, of the platform. */
export async function create(request: Creating): Promise<UserGroup> {
  const { caller, customer, body, now, decision, happened, commit } = request;
  const at = now.toISOString();
  const group = {
    ...body,
    id: newId("group", now),
    ...(customer && { customer: customer.id }),
    version: 1,
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
  const event = happened({
    type: `${customer ? "customer" : "platform"}.group.created` as const,
    subject: group.id,
    after: { identifier: group.identifier, displayName: group.displayName },
  });
  const managing = customer ? "customer.groups.manage" : "platform.admins.manage";
  await commit(
    [
      ...userGroups.create(group),
      ...(customer ? [gates.isOpen(customer.id)] : []),
      ...rights.stillHeld(caller.id, decision.grantOf(managing), now, customer?.id),
      events.recordAnywhere(event),
    ],
    { group: group.id },
  );
  return group;
}
