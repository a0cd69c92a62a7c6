import { Refusal } from "../model/refusal.ts";
import type { Decision } from "./decide.ts";
import type { Permission } from "./permissions.ts";

/** Names what is missing: one of some permissions, or where it is known what this very call `takes`, which of that, and of that what lets one do such a thing at all. */
export function lacking(
  anyOf: readonly string[],
  { permissions }: Pick<Decision, "permissions">,
  takes: readonly string[] = [],
): Refusal {
  const missing = takes.filter((one) => !permissions.has(one as Permission));
  const first = missing.filter((one) => anyOf.includes(one));
  const named = (first.length > 0 ? first : missing).join(" and ") || anyOf.join(" or ");
  return new Refusal("forbidden", `This takes the permission ${named}.`);
}

/** Refuses whoever holds none of some permissions. */
export function need(decision: Decision, ...anyOf: readonly Permission[]): void {
  if (!decision.allows(...anyOf)) throw lacking(anyOf, decision);
}
