import type { CustomerBinding } from "../model/binding.ts";
import * as bindings from "./bindings.ts";
import type { Write } from "./commit.ts";
import * as customers from "./customers.ts";
import * as memberships from "./memberships.ts";

/** A binding that gives customer access: somebody's own, or that of a group of theirs, which belongs to `owner`. */
export type Carrier = CustomerBinding & { owner?: string };

/** Checks that a carrier still gives somebody access at the first of a line of customers, ended or not: without interruption, through a group that they are still in, on a customer that is still above. */
export const stillGives = (
  carrier: Carrier,
  principal: string,
  line: readonly string[],
): Write[] => [bindings.stillHoldsRoles(carrier), ...leansOn(carrier, principal, line)];

/** The same of access that has not ended, for a project role that is to rest on it. Whoever leaves the group later learns from the membership that something may rest on it elsewhere. */
export const stillCarries = (
  carrier: Carrier,
  principal: string,
  line: readonly string[],
  now: Date,
): Write[] => {
  const isElsewhere = carrier.owner !== undefined && carrier.owner !== line[0];
  return [
    bindings.stillMember(carrier, now),
    ...leansOn(carrier, principal, line, isElsewhere ? memberships.carry : undefined),
  ];
};

function leansOn(
  { principal: holder, customer, owner = customer }: Carrier,
  principal: string,
  line: readonly string[],
  membership: (principal: string, group: string) => Write = memberships.stands,
): Write[] {
  const isTheirs = holder === principal;
  return [
    ...(isTheirs ? [] : [{ ...membership(principal, holder), orElse: "outdated" as const }]),
    ...customers.standBelow(line, owner),
  ];
}
