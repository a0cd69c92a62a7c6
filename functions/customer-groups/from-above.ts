import type { CustomRoles } from "../../shared/model/grant.ts";
import { ownersNamed } from "../../shared/model/role.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as gates from "../../shared/table/gates.ts";
import type { Asking } from "./known.ts";

/** The roles that are known at the owner of groups of customers, and those of the customers above it that some names speak of. */
export const rolesKnown = (
  { decision, ancestors }: Pick<Asking, "decision" | "ancestors">,
  names: Iterable<string>,
): Promise<CustomRoles> =>
  customRoles.withAbove(
    decision.customRoles,
    ownersNamed([...names]).filter((owner) => ancestors.includes(owner)),
  );

/** Checks that customers are still above the owner of groups of customers: what belongs to them counts there only as long. */
export const stillBelow = (
  { customer, ancestors }: Pick<Asking, "customer" | "ancestors">,
  above: readonly string[],
): Write[] =>
  customer ? above.flatMap((one) => gates.standBelow([customer.id, ...ancestors], one)) : [];
