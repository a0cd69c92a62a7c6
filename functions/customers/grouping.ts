import type { Decision } from "../../shared/access/decide.ts";
import { refuseExcess } from "../../shared/access/granting.ts";
import { env } from "../../shared/env.ts";
import { type Gate, mostApprovals } from "../../shared/model/gate.ts";
import { ownerOf, platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { ownersNamed } from "../../shared/model/role.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as gates from "../../shared/table/gates.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";

interface Grouping {
  customer: string;
  /** Whose groups they are: the parent's, or the platform's. */
  owner: string;
  decision: Decision;
  /** The customers above the owner, whose roles may be held on its groups, too. */
  above: readonly string[];
  /** The owner's gate and those above it: what they ask for holds for roles that come with a group, too. */
  gates: readonly Gate[];
  now: Date;
}

/** Puts a new customer into groups of its parent, or of the platform. */
export async function joinGroups(
  ids: readonly string[],
  { customer, owner, decision, above, gates: line, now }: Grouping,
): Promise<Write[]> {
  if (ids.length === 0) return [];
  const groups = await customerGroups.byIds(ids);
  const missing = ids.find((id) => !groups.some((one) => one.id === id && ownerOf(one) === owner));
  if (missing) throw wrong(ids.indexOf(missing), "is no group here");
  const roles = (await Promise.all(groups.map(customerGroupBindings.rolesOn))).flat();
  if (owner !== platform) {
    const named = ownersNamed(roles).filter((one) => above.includes(one));
    const known = await customRoles.withAbove(decision.customRoles, named);
    const given = roles.map((role) => ({ role }));
    refuseExcess("customer", given, { ...decision, customRoles: known });
  }
  const givesRoles = roles.length > 0;
  if (givesRoles && mostApprovals(line, env.minApprovals) > 1)
    throw new Refusal(
      "forbidden",
      "Roles are held on these groups: put the customer in afterwards, so that others can agree.",
    );
  return [
    ...groupedCustomers.putIn({ customer, owner }, ids, now),
    ...groups.map(customerGroups.isAsRead),
    ...(givesRoles ? gates.askAsMuch(line) : []),
  ];
}

const wrong = (i: number, message: string) =>
  new Refusal("invalid", "There is no such group.", {
    errors: [{ pointer: `/groups/${i}`, message }],
  });
