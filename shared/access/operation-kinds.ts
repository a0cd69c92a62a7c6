import type { OperationKind } from "../model/operation-kind.ts";
import type { Permission } from "./permissions.ts";

/** What is promised of a kind of operation. */
interface OperationRights {
  /** What starting it took, any of them: whoever has it may follow the operation, cancel it and try again. */
  takes: readonly Permission[];
  /** True where whoever started it may change its course whatever they may do by now: it takes their right away itself, or asks for it again at each thing. */
  isStarters?: true;
  /** Only people start it, cancel it and try again. */
  keptForPeople?: true;
  /** What cancelling leaves behind, where that is honest; otherwise it cannot be cancelled. */
  cancelling?: string;
}

/** Who may follow each kind of operation besides whoever started it, and whether it can be cancelled. What takes away access that has ended already cannot. */
const operationRights = {
  "member-removed": { takes: ["customer.members.remove"] },
  "access-interrupted": { takes: ["customer.members.remove", "customer.members.edit"] },
  "group-left": { takes: ["customer.members.remove", "customer.groups.manage"] },
  "group-changed": { takes: ["customer.members.remove", "customer.members.edit"] },
  "group-deleted": { takes: ["customer.members.remove", "customer.groups.manage"] },
  "admin-group-changed": { takes: ["platform.admins.manage"] },
  "admin-group-deleted": { takes: ["platform.admins.manage"] },
  "project-deleted": { takes: ["customer.projects.delete"] },
  "project-deletion-requested": { takes: ["customer.projects.delete"] },
  "project-deletion-declined": { takes: ["platform.tenants.delete"] },
  "user-deleted": { takes: ["platform.users.delete"] },
  "user-unclaimed": { takes: ["platform.users.delete"] },
  "right-lost": { takes: ["customer.members.remove", "customer.members.edit"] },
  "right-lost-below": {
    takes: [
      "customer.members.remove",
      "customer.members.edit",
      "customer.groups.manage",
      "customer.roles.manage",
      "platform.customer-groups.manage",
    ],
  },
  "role-narrowed": { takes: ["customer.members.remove", "customer.roles.manage"] },
  "thing-group-deleted": { takes: ["customer.things.manage", "platform.things.manage"] },
  "customer-group-deleted": {
    takes: ["customer.customer-groups.manage", "platform.customer-groups.manage"],
  },
  "customer-group-role-lost": {
    takes: ["customer.members.remove", "customer.members.edit", "platform.customer-groups.manage"],
  },
  "customer-ungrouped": {
    takes: ["customer.customer-groups.manage", "platform.customer-groups.manage"],
  },
  "customer-moved": { takes: ["customer.owners.manage"] },
  "access-ending": { takes: ["customer.members.remove"] },
  "admin-access-ending": { takes: ["platform.admins.manage"] },
  "customer-group-access-ending": {
    takes: ["customer.members.remove", "platform.customer-groups.manage"],
  },
  "request-declined": { takes: ["customer.members.grant", "platform.admins.manage"] },
  "owner-declined": { takes: ["customer.owners.manage"] },
  closing: {
    takes: ["customer.delete", "platform.customers.delete"],
    isStarters: true,
    keptForPeople: true,
  },
  closings: {
    takes: ["platform.customers.delete"],
    isStarters: true,
    keptForPeople: true,
    cancelling: "Customers whose closing has begun are closed to the end, the others stay",
  },
  "message-sent": {
    takes: ["platform.customers.message"],
    cancelling: "Who was written to has the message, the others get none",
  },
  "search-renewed": {
    takes: ["customer.edit"],
    cancelling: "Who was seen to is found anew, the others are found as before",
  },
} as const satisfies Record<OperationKind, OperationRights>;

/** What is promised of a kind, whichever it is. */
export const rightsOf = (kind: OperationKind): OperationRights => operationRights[kind];

/** Every permission that lets somebody follow operations at a customer. */
export const followingPermissions = [
  ...new Set(Object.values<OperationRights>(operationRights).flatMap(({ takes }) => takes)),
].filter((permission) => permission.startsWith("customer."));
