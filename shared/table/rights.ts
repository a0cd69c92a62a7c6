import type { HeldGrant } from "../model/grant.ts";
import { Refusal } from "../model/refusal.ts";
import * as bindings from "./bindings.ts";
import type { Write } from "./commit.ts";
import * as customRoles from "./custom-roles.ts";
import * as memberships from "./memberships.ts";
import * as users from "./users.ts";

/** Checks that what allows an act is still held when it is written: rights lost meanwhile grant nothing. */
export function stillHeld(
  principal: string,
  grant: HeldGrant | undefined,
  now: Date,
  customer = "",
): Write[] {
  if (!grant) throw new Refusal("forbidden");
  const { level, role, through, version } = grant;
  const holder = through ?? principal;
  return [
    level === "platform"
      ? users.stillHolds(holder, role, now)
      : bindings.stillHolds(holder, customer, role, now),
    ...(through ? [memberships.stands(principal, through)] : []),
    ...(version === undefined ? [] : [customRoles.unchanged(customer, version)]),
  ];
}
