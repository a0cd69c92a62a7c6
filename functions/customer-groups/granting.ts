import { permissionsOf } from "../../shared/access/decide.ts";
import { refuseExcess, refuseOutlasting, refuseUnknown } from "../../shared/access/granting.ts";
import { need } from "../../shared/access/need.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import { env } from "../../shared/env.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { isTheirs } from "../../shared/model/caller.ts";
import type {
  CustomerGroupBinding,
  StoredCustomerGroup,
} from "../../shared/model/customer-group.ts";
import type { Event } from "../../shared/model/event.ts";
import { allCustomers, isGroupId, ownerOf } from "../../shared/model/id.ts";
import { refuseTooLong, withLatestEnd } from "../../shared/model/longest-access.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type Grant, type HeldRoles, ownersNamed, recordedRoles } from "../../shared/model/role.ts";
import { changesNothing, gained, refuseEnds, withRole } from "../../shared/model/role-change.ts";
import { isAvailable } from "../../shared/model/user.ts";
import { versionAfter } from "../../shared/model/version.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as events from "../../shared/table/events.ts";
import type { FactsRead } from "../../shared/table/facts.ts";
import * as gates from "../../shared/table/gates.ts";
import * as rights from "../../shared/table/rights.ts";
import * as roleUses from "../../shared/table/role-uses.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import * as users from "../../shared/table/users.ts";
import { rolesKnown, stillBelow } from "./from-above.ts";
import { type Asking, ownerIn } from "./known.ts";
import { tell } from "./telling.ts";

export interface Granting extends Asking {
  params: { customerGroup: string; principal: string; role: string };
  body: Grant;
  approval: Request["approval"];
  isCarriedOut: boolean;
  newcomer: Request["newcomer"];
  makeKnown: Request["makeKnown"];
  decision: Request["decision"] & { customRoles: FactsRead["customRoles"] };
}

/** Gives a role on every customer in a group, or changes when it ends. What is so already stays, without an event. */
export async function grant(request: Granting, group: StoredCustomerGroup | undefined) {
  const { caller, customer, params, body, now, commit } = request;
  const { principal, role, customerGroup } = params;
  if (role === "owner") throw new Refusal("group_owner", "Groups of customers have no owner.");
  const owner = ownerIn(request);
  const [read, known] = await Promise.all([
    customerGroupBindings.of({ principal, owner }),
    rolesKnown(request, [role]),
    mustBeAvailable(principal, request),
  ]);
  const decision = { ...request.decision, customRoles: known };
  const held = read?.roles[customerGroup] ?? {};
  const wanted = withLatestEnd(env.maxAccessDays, "customer", held, { role, ...body }, now);
  const change = withRole(held, wanted, caller.id, now);
  const theirs = isTheirs(caller, principal);
  refuseUnknown("customer", change.given, decision.customRoles, () => "/role");
  const permission = grantingOf(request, held);
  if (customer) refuseExcess("customer", change.given, decision);
  refuseEnds(change, theirs, now);
  refuseTooLong(env.maxAccessDays, "customer", change.given, now);
  if (theirs) refuseOutlasting(change.given, decision, [permission]);
  if (read && changesNothing(change)) return read;
  const event = changed(request, change.before, change.after);
  const next = {
    principal,
    owner,
    roles: { ...read?.roles, [customerGroup]: change.after },
    since: read ? read.since : event.id,
    version: versionAfter(read?.version, now),
    updatedAt: now.toISOString(),
  };
  refuseTooMany(next);
  const isMore = gained(change, now).length > 0;
  const approval = isMore ? await approvalFor({ ...request, decision }, permission) : [];
  await commit([
    customerGroupBindings.put(next, read),
    customerGroupBindings.listHolder({ principal, owner, group: customerGroup }),
    ...isHeldBy({ principal, owner }, read, request),
    ...(group ? [customerGroups.bind(group, role)] : []),
    ...(customer ? [gates.isOpen(customer.id)] : []),
    ...rights.stillHeld(caller.id, decision.grantOf(permission), now, customer?.id),
    ...(customer ? roleUses.give({ principal, customer: customer.id, roles: [role] }) : []),
    kept(event, customerGroup, change.after),
    ...stillBelow(request, ownersNamed([role])),
    ...(request.isCarriedOut && customer
      ? customRoles.stayAsKnown([role], customer.id, known)
      : []),
    ...tell(request, event, change, next),
    ...approval,
  ]);
  return next;
}

/** People that are there, and user groups of the owner or, of a customer, of one above it. */
async function mustBeAvailable(principal: string, request: Granting): Promise<void> {
  if (isGroupId(principal)) {
    const group = await userGroups.byId(principal);
    const known = [ownerIn(request), ...request.ancestors];
    if (!group || !known.includes(ownerOf(group)))
      throw new Refusal("not_found", "There is no such group here, or above.");
    return;
  }
  const user = request.newcomer ?? (await users.byId(principal));
  if (!user) throw new Refusal("not_found", "There is no such person.");
  if (!isAvailable(user)) throw new Refusal("user_unavailable");
}

/** Whoever it is given to is still there, and known to hold something on groups of the owner. */
function isHeldBy(
  of: Pick<CustomerGroupBinding, "principal" | "owner">,
  read: CustomerGroupBinding | undefined,
  { newcomer, makeKnown }: Granting,
): Write[] {
  if (newcomer) return makeKnown({ boundOn: new Set([of.owner]) });
  if (!isGroupId(of.principal)) return [customerGroupBindings.noteOwner(of)];
  return [read ? userGroups.stands(of.principal) : userGroups.holdsMore(of.principal)];
}

/** The right by which it is given: another one for a first role than for further ones. */
function grantingOf({ customer, decision }: Granting, held: object): Permission {
  const wanted: Permission = !customer
    ? "platform.customer-groups.manage"
    : Object.keys(held).length === 0
      ? "customer.members.grant"
      : "customer.members.edit";
  need(decision, wanted);
  return wanted;
}

/** Roles that one principal holds on all groups of an owner: they lie in one item. */
const rolesAtMost = 60;

function refuseTooMany({ roles }: CustomerGroupBinding): void {
  const count = Object.values(roles).reduce((sum, held) => sum + Object.keys(held).length, 0);
  if (count > rolesAtMost)
    throw new Refusal("limit_reached", `Nobody holds more than ${rolesAtMost} roles on groups.`);
}

/** What others may have to agree to. */
const approvalFor = (request: Granting, granting: Permission) => {
  const { customer, params, body, decision } = request;
  const { principal, role, customerGroup } = params;
  const gives = permissionsOf({ level: "customer", role }, decision.customRoles);
  return request.approval({
    kind: "customer-group-roles",
    principal,
    granting,
    ...(customer ? { gives } : { gives: [], means: gives }),
    asks: { customerGroup, roles: [{ role, ...body }] },
    claims: [{ target: customerGroup === allCustomers ? "all" : customerGroup, role }],
  });
};

/** The record of what somebody holds on a group. */
export const changed = (
  { customer, params, happened }: Pick<Granting, "customer" | "params" | "happened">,
  before: Parameters<typeof recordedRoles>[0],
  after: Parameters<typeof recordedRoles>[0],
) =>
  happened({
    type: `${customer ? "customer" : "platform"}.customer-group.member.changed` as const,
    subject: params.principal,
    before: { customerGroup: params.customerGroup, roles: recordedRoles(before) },
    after: { customerGroup: params.customerGroup, roles: recordedRoles(after) },
  });

/** The same with what is held from then on, as the log keeps it. */
export const kept = (event: Event, group: string, after: HeldRoles) =>
  events.recordAnywhere({ ...event, settled: { onCustomerGroups: { [group]: after } } });
