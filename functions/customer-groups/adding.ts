import { permissionsOf } from "../../shared/access/decide.ts";
import { refuseExcess } from "../../shared/access/granting.ts";
import { isClosed, type StoredCustomer } from "../../shared/model/customer.ts";
import type { StoredCustomerGroup } from "../../shared/model/customer-group.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as rights from "../../shared/table/rights.ts";
import { rolesKnown } from "./from-above.ts";
import { type Asking, managing, ownerIn } from "./known.ts";

/** Puts a customer into a group of the one right above it, or of the platform. One that is in it already stays, without an event. */
export async function add(asking: Asking, group: StoredCustomerGroup, id: string) {
  const { caller, customer, decision, now, happened, commit } = asking;
  const owner = ownerIn(asking);
  const [{ child, groups }, roles] = await Promise.all([
    groupedCustomers.readChild(id, owner),
    customerGroupBindings.rolesOn(group),
  ]);
  const isBelow = child && child.parentId === customer?.id;
  if (!isBelow) throw new Refusal("not_found", "There is no such customer right below.");
  // What slips in while it closes is taken by the last look. A request waits for those that may stay open after all.
  if (isClosed(child)) throw new Refusal(asking.isCarriedOut ? "not_found" : "customer_closing");
  const known = await rolesKnown(asking, roles);
  const giving = { ...asking, decision: { ...decision, customRoles: known } };
  mayGive(giving, roles);
  if (groups.has(group.id)) return { child, isNew: false };
  const approval = await approvalFor(giving, { group: group.id, roles }, child);
  const event = happened({
    type: `${customer ? "customer" : "platform"}.customer-group.customer.added` as const,
    subject: id,
    after: { customerGroup: group.id },
  });
  await commit([
    ...groupedCustomers.putIn({ customer: id, owner }, [group.id], now),
    customerGroups.isAsRead(group),
    staysBelow(child),
    ...(customer ? [gates.isOpen(customer.id)] : []),
    ...rights.stillHeld(caller.id, decision.grantOf(managing(asking)), now, customer?.id),
    events.recordAnywhere(event),
    ...approval,
  ]);
  return { child, isNew: true };
}

export const staysBelow = ({ id, parentId }: StoredCustomer): Write =>
  parentId === undefined ? gates.isOnTop(id) : gates.isBelow(id, parentId);

/** Whoever puts a customer into a group gives every role there that is held on the group. */
function mayGive({ customer, decision }: Asking, roles: readonly string[]) {
  if (customer)
    refuseExcess(
      "customer",
      roles.map((role) => ({ role })),
      decision,
    );
}

/** A group on which roles are held gives them at whatever comes into it: others may have to agree, as many as that asks for, too. */
async function approvalFor(
  asking: Asking,
  { group, roles }: { group: string; roles: readonly string[] },
  child: StoredCustomer,
) {
  const { customer, decision } = asking;
  if (roles.length === 0) return [];
  const gives = roles.flatMap((role) =>
    permissionsOf({ level: "customer", role }, decision.customRoles),
  );
  return asking.approval({
    kind: "customer-group-member",
    granting: managing(asking),
    gives: customer ? gives : [],
    ...(!customer && { means: gives }),
    asks: { customerGroup: group, customer: child.id, roles: roles.map((role) => ({ role })) },
    claims: [{ target: group, role: child.id }],
    alsoAt: [
      {
        customer: child.id,
        parentId: child.parentId,
        minApprovals: child.settings.minApprovals,
      },
    ],
    act: {
      call: customer ? "customerGroups.addCustomer" : "customerGroups.addCustomerOnPlatform",
      params: {
        ...(customer && { customer: customer.id }),
        customerGroup: group,
        child: child.id,
      },
    },
  });
}
