import { type Decision, decide } from "../../shared/access/decide.ts";
import { refuseOutlasting } from "../../shared/access/granting.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import { type Caller, isApiUser } from "../../shared/model/caller.ts";
import type { CustomRole } from "../../shared/model/custom-role.ts";
import type { Customer } from "../../shared/model/customer.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as facts from "../../shared/table/facts.ts";
import * as holdings from "../../shared/table/holdings.ts";

interface Widening {
  caller: Caller;
  customer: Customer;
  decision: Decision;
  now: Date;
}

/** Nobody puts into a role that they hold what they hold for a shorter time, nor has an API user do it whose key they were shown. Answers the checks that this person holds no more than was read. */
export async function refuseProlonging(
  { caller, customer, decision, now }: Widening,
  { id }: CustomRole,
  added: readonly Permission[],
): Promise<Write[]> {
  const ofRole = (grants: Decision["grants"]) =>
    grants.filter(({ level, role }) => level === "customer" && role === id);
  refuseOutlasting(ofRole(decision.grants), decision, added);
  if (!isApiUser(caller) || added.length === 0) return [];
  const { id: person } = caller.behind;
  const found = await facts.read(person, { customer: customer.id });
  const principal = { id: person, status: "deleted" as const, ...found.user };
  refuseOutlasting(ofRole(decide({ ...found, now, principal }).grants), decision, added);
  return holdings.areAsRead(person, customer.id, found);
}
