import type { Decision } from "../../shared/access/decide.ts";
import { takenBy } from "../../shared/access/granting.ts";
import type { Wanted } from "../../shared/lambda/approval.ts";
import { gained, type RoleChange } from "../../shared/model/role-change.ts";

/** What others may have to agree to before a member has more roles; nothing where none is gained. */
export function wantedFrom(
  change: RoleChange,
  principal: string,
  decision: Decision,
  now: Date,
): Wanted | undefined {
  const roles = gained(change, now);
  if (roles.length === 0) return undefined;
  return {
    ...{ kind: "member-roles", principal, decision, ...takenBy(change, roles, decision) },
    asks: { roles: change.given, ...(change.taken.length > 0 && { taken: change.taken }) },
    claims: roles.map((role) => ({ target: "customer", role })),
  };
}
