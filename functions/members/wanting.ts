import type { Decision } from "../../shared/access/decide.ts";
import { takenBy } from "../../shared/access/granting.ts";
import { rolesGained } from "../../shared/access/losing.ts";
import type { Wanted } from "../../shared/lambda/wanted.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { RoleChange } from "../../shared/model/role-change.ts";

/** What others may have to agree to before a member has more roles; nothing where none is gained. */
export function wantedFrom(
  change: RoleChange,
  principal: string,
  { decision, allowed, now }: { decision: Decision; allowed: HeldGrant | undefined; now: Date },
): Wanted | undefined {
  // Owners make owners by themselves; what they give beside that is like any other role.
  const isAppointed = (role: string) => role === "owner" && allowed?.role === "owner";
  const roles = rolesGained("customer", change, now).filter((role) => !isAppointed(role));
  if (roles.length === 0) return undefined;
  return {
    kind: "member-roles",
    principal,
    decision,
    ...takenBy(change, roles, decision),
    asks: { roles: change.given, ...(change.taken.length > 0 && { taken: change.taken }) },
    claims: roles.map((role) => ({ target: "customer", role })),
  };
}
