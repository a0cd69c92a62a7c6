import { type Decision, decide } from "../access/decide.ts";
import { lacking } from "../access/need.ts";
import type { Facts } from "../access/paths.ts";
import { levelOf, type Permission, showProjects } from "../access/permissions.ts";
import type { Contract } from "../api/contract.ts";
import { type Caller, isApiUser } from "../model/caller.ts";
import { Refusal } from "../model/refusal.ts";
import type { FactsRead } from "../table/facts.ts";

/** Refuses a machine what only people do. */
export function keepForPeople(
  { keptForPeople }: Pick<Contract, "keptForPeople">,
  caller: Caller,
): void {
  if (keptForPeople && isApiUser(caller))
    throw new Refusal("forbidden", "Only a signed-in person can do this, no API key.");
}

/** 404 for what the caller may not know of, 403 for what they may see but not do. `takes` says what this very call takes, where that is known. */
export function mayCall(
  contract: Contract,
  params: Record<string, string>,
  found: FactsRead & { caller: Caller },
  now: Date,
  takes?: readonly string[],
): Decision {
  keepForPeople(contract, found.caller);
  const decision = decide({ ...found, now, principal: found.caller });
  if (contract.allows === "anyone" || contract.allows === "signed-in") return decision;
  const leaves = contract.leaves === true && isAbout(params, found.caller);
  if (params.customer === undefined) {
    if (!leaves && !decision.allows(...contract.allows))
      throw lacking(contract.allows, decision, takes);
    return decision;
  }
  if (!leaves) mayOnCustomer(contract.allows, params, found, decision, takes);
  if (contract.method !== "GET" && !contract.whenDisabled) mustBeOpen(found);
  return decision;
}

/** Whoever may always leave is let in before it is known whether they have anything to do with the customer: one that is not there is said to be missing no sooner than what they would leave. */
export function mustBeThere(
  contract: Contract,
  { customer }: Record<string, string>,
  found: FactsRead,
) {
  if (contract.leaves && customer !== undefined && !found.customer) throw new Refusal("not_found");
}

const isAbout = ({ principal, user }: Record<string, string>, { id }: Caller) =>
  principal === id || user === id;

/** A right of the platform suffices wherever the customer, and the project, is there. */
function mayOnCustomer(
  anyOf: readonly Permission[],
  params: Record<string, string>,
  found: FactsRead,
  decision: Decision,
  takes?: readonly string[],
): void {
  const onPlatform = anyOf.filter((permission) => levelOf(permission) === "platform");
  const isThere = !params.project || found.project !== undefined;
  if (found.customer && isThere && decision.allows(...onPlatform)) return;
  if (!decision.allows("customer.view")) throw new Refusal("not_found");
  if (params.project && !(found.project && showProjects(decision.permissions.keys())))
    throw new Refusal("not_found");
  if (!decision.allows(...anyOf)) throw lacking(anyOf, decision, takes);
}

const closing = ["checking", "deleting", "deleted"];

/** Refuses changes at a customer that an administrator stopped or somebody is closing, itself or one above it, whoever asks. */
export function mustBeOpen({ customer, ancestors = [] }: Pick<Facts, "customer" | "ancestors">) {
  const line = [customer, ...ancestors.map((above) => above.customer)].flatMap((one) => one ?? []);
  if (line.some(({ status }) => closing.includes(status))) throw new Refusal("customer_closing");
  const disabled = line.find(({ status }) => status === "disabled");
  if (disabled) throw disabledRefusal(customer?.disabledReason, disabled !== customer);
}

/** Says why, of the very customer that it is about; of one above it, of which not everybody knows, only that it is so. */
function disabledRefusal(reason: string | undefined, isAbove: boolean): Refusal {
  const { message } = new Refusal("customer_disabled");
  if (isAbove)
    return new Refusal("customer_disabled", `A customer above this one is disabled. ${message}`);
  const why = reason === undefined ? "" : ` The reason given: ${reason}`;
  return new Refusal("customer_disabled", `${message}${why}`);
}
