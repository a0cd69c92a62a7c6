import { definedIn, type RoleBook } from "../model/custom-role.ts";
import type { CustomRoles } from "../model/grant.ts";
import { type GroupGives, heldBelow } from "../model/joining.ts";
import { Refusal } from "../model/refusal.ts";
import { roleIdsOf } from "../model/role.ts";
import { type Decision, permissionsOf } from "./decide.ts";
import { refuseExcess } from "./granting.ts";
import type { Permission } from "./permissions.ts";

/** Whoever puts somebody into a group of a customer gives everything that the group has: nobody gives more than they hold. `books` are those of the customers that define what it holds further down. */
export function refuseJoining(
  group: GroupGives,
  decision: Decision,
  books: ReadonlyMap<string, RoleBook>,
): void {
  refuseExcess(
    "customer",
    Object.keys(group.roles).map((role) => ({ role })),
    decision,
  );
  if (group.hasProjects && !decision.allows("customer.projects.access"))
    throw new Refusal(
      "forbidden",
      "The group has project roles: giving them takes the permission customer.projects.access.",
    );
  for (const { role, owner, customer } of heldBelow(group)) {
    const ofBook = definedIn(books.get(owner ?? customer));
    refuseExcess("customer", [{ role }], { ...decision, customRoles: ofBook });
  }
}

/** The permissions that a group gives on its own customer and on projects. */
export const givenByGroup = (
  { roles, hasProjects }: Pick<GroupGives, "roles" | "hasProjects">,
  customRoles: CustomRoles,
): Permission[] => [
  ...new Set<Permission>([
    ...roleIdsOf(roles).flatMap((role) => permissionsOf({ level: "customer", role }, customRoles)),
    ...(hasProjects ? (["customer.projects.access"] as const) : []),
  ]),
];
