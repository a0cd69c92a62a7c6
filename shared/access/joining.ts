import { definedIn, type RoleBook } from "../model/custom-role.ts";
import { type GroupGives, heldAtHome, heldBelow } from "../model/joining.ts";
import { Refusal } from "../model/refusal.ts";
import { type Decision, permissionsOf } from "./decide.ts";
import { refuseExcess } from "./granting.ts";
import type { Permission } from "./permissions.ts";

/** What customers that define roles of a group say of them, by whose they are. */
type Books = ReadonlyMap<string, RoleBook>;
type Held = ReturnType<typeof heldBelow>[number];

const definitionOf = ({ owner, customer }: Held, books: Books) =>
  definedIn(books.get(owner ?? customer));

/** Whoever puts somebody into a group of a customer gives everything that the group has: nobody gives more than they hold. */
export function refuseJoining(group: GroupGives, decision: Decision, books: Books): void {
  for (const held of [...heldAtHome(group), ...heldBelow(group)])
    refuseExcess("customer", [held], { ...decision, customRoles: definitionOf(held, books) });
  if (group.hasProjects && !decision.allows("customer.projects.access"))
    throw new Refusal(
      "forbidden",
      "The group has project roles: giving them takes the permission customer.projects.access.",
    );
}

/** The permissions that a group gives, wherever it does. */
export const givenByGroup = (group: GroupGives, books: Books): Permission[] => [
  ...new Set<Permission>([
    ...[...heldAtHome(group), ...heldBelow(group)].flatMap((held) =>
      permissionsOf({ level: "customer", role: held.role }, definitionOf(held, books)),
    ),
    ...(group.hasProjects ? (["customer.projects.access"] as const) : []),
  ]),
];
