import { need } from "../../shared/access/need.ts";
import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import { isGroupId } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { withoutRole } from "../../shared/model/role-change.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import { changed, type Granting, kept } from "./granting.ts";
import { ownerIn } from "./known.ts";
import { roleLost, tell } from "./telling.ts";

/** Takes a role that somebody holds on a group of customers. What rested on it there goes after it. */
export async function takeRole(request: Omit<Granting, "body">): Promise<void> {
  const { caller, customer, params, decision, now, commit } = request;
  const { principal, role, customerGroup } = params;
  const isOwn = principal === caller.id;
  const owner = ownerIn(request);
  const read = await customerGroupBindings.of({ principal, owner });
  const held = read?.roles[customerGroup];
  if (!read || !held || !Object.hasOwn(held, role)) throw new Refusal("not_found");
  const change = withoutRole(held, role, caller.id, now);
  const isLast = Object.keys(change.after).length === 0;
  const wanted = isLast ? "customer.members.remove" : "customer.members.edit";
  if (customer && !isOwn) need(decision, wanted);
  const event = changed(request, change.before, change.after);
  const { [customerGroup]: _, ...others } = read.roles;
  const next: CustomerGroupBinding = {
    ...read,
    roles: isLast ? others : { ...others, [customerGroup]: change.after },
    version: read.version + 1,
    updatedAt: now.toISOString(),
  };
  await commit([
    ...customerGroupBindings.change(next, read),
    kept(event, customerGroup, change.after),
    ...tell(request, event, change, next),
    ...(isGroupId(principal) ? [] : [roleLost(request, event, change, next)]),
  ]);
}
