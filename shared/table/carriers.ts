import type { CustomerBinding } from "../model/binding.ts";
import { platform } from "../model/id.ts";
import * as bindings from "./bindings.ts";
import type { Write } from "./commit.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import * as gates from "./gates.ts";
import { type OnCustomerGroup, stillIn } from "./grouped-access.ts";
import * as memberships from "./memberships.ts";

/** What gives customer access: somebody's own, or that of a group of theirs, which belongs to `owner`. */
export type Carrier = (CustomerBinding & { on?: undefined; owner?: string }) | OnCustomerGroup;

/** Checks that a carrier still gives somebody access at the first of a line of customers, ended or not: without interruption, through a group that they are still in, on a customer that is still above. */
export const stillGives = (
  carrier: Carrier,
  principal: string,
  line: readonly string[],
): Write[] => [
  carrier.on ? isAsRead(carrier) : bindings.stillHoldsRoles(carrier),
  ...leansOn(carrier, principal, line),
];

/** The same of access that has not ended, for a project role that is to rest on it. Whoever leaves the group later learns from the membership that something may rest on it elsewhere. */
export const stillCarries = (
  carrier: Carrier,
  principal: string,
  line: readonly string[],
  now: Date,
): Write[] => {
  const isElsewhere = carrier.owner !== undefined && carrier.owner !== line[0];
  return [
    carrier.on ? isAsRead(carrier) : bindings.stillMember(carrier, now),
    ...leansOn(carrier, principal, line, isElsewhere ? memberships.carry : undefined),
  ];
};

const isAsRead = ({ principal, on: { owner, bound } }: OnCustomerGroup) =>
  customerGroupBindings.isAsRead({ principal, owner }, bound);

function leansOn(
  { principal: holder, customer, on, owner = customer }: Carrier,
  principal: string,
  line: readonly string[],
  membership: (principal: string, group: string) => Write = memberships.stands,
): Write[] {
  const isTheirs = holder === principal;
  return [
    ...(isTheirs ? [] : [{ ...membership(principal, holder), orElse: "outdated" as const }]),
    ...gates.standBelow(line, owner === platform ? customer : owner),
    ...(on ? stillIn({ ...on, customer }).map(plannedAnew) : []),
  ];
}

/** Whoever finds that it is so no more looks what else gives access. */
const plannedAnew = (check: Write): Write => ({ ...check, orElse: "outdated" });
