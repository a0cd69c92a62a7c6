import { type Decision, decide } from "../../shared/access/decide.ts";
import { definedIn } from "../../shared/model/custom-role.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import type { CustomRoles } from "../../shared/model/grant.ts";
import { groupsAt } from "../../shared/model/user.ts";
import type { Moving } from "./moving.ts";

/** What the caller may do where the customer stands now: by what they hold on it, as far as that counts there, and above. */
export function decisionAt(
  { caller, customerBinding, groups, adminGroups, book, ahead, now }: Moving,
  customer: StoredCustomer,
): Decision {
  const { customer: parent } = ahead;
  const own = groupsAt(caller, customer.id);
  const known = parent ? ahead.groups.map(({ group }) => group) : [];
  return decide({
    now,
    principal: caller,
    customer,
    customerBinding,
    adminGroups,
    groups: groups.filter(({ group }) => own.includes(group) || known.includes(group)),
    ancestors: parent ? [{ ...ahead, customer: parent }, ...ahead.ancestors] : [],
    customRoles: together(definedIn(book), parent ? fromBelow(parent.id, ahead.customRoles) : {}),
  });
}

/** The roles that may be held at a customer, named as right below it. */
const fromBelow = (customer: string, { customer: roles = {}, versions }: CustomRoles) => ({
  customer: Object.fromEntries(
    Object.entries(roles).map(([role, one]) => [
      role.includes("@") ? role : `${role}@${customer}`,
      one,
    ]),
  ),
  ...(versions && { versions }),
});

const together = (one: CustomRoles, other: CustomRoles): CustomRoles => ({
  customer: { ...one.customer, ...other.customer },
  versions: { ...one.versions, ...other.versions },
});
