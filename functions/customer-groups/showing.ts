import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import { shownRoles } from "../../shared/model/role.ts";

/** What somebody holds on one group of customers, as it is answered. */
export const memberOn = (
  group: string,
  { principal, roles, version, updatedAt }: CustomerGroupBinding,
  now: Date,
) => ({ id: principal, roles: shownRoles(roles[group] ?? {}, now), version, updatedAt });
