import type { Permission } from "../../shared/access/permissions.ts";
import type { Approver } from "../../shared/lambda/approvers.ts";
import type { StoredAccessRequest } from "../../shared/model/access-request.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";

/** Those whose words are enough together: whoever may grant it, and as many who help as are missing then. */
export const decisive = (approvers: readonly Approver[], needed: number) =>
  (["eligible", "handler"] as const)
    .flatMap((wanted) => approvers.filter(({ standing }) => standing === wanted))
    .slice(0, needed);

/** That everybody who may grant it holds another right, too; undefined where somebody does not. Who only helps needs none. */
export function vouched(
  approvers: readonly Approver[],
  granting: Permission,
  { customer }: StoredAccessRequest,
  now: Date,
): Write[] | undefined {
  const granters = approvers.filter(({ standing }) => standing === "eligible");
  if (!granters.every(({ decision }) => decision.allows(granting))) return undefined;
  return granters.flatMap(({ user, decision }) =>
    rights
      .stillHeld(user.id, decision.grantOf(granting), now, customer)
      .map((check) => ({ ...check, orElse: "outdated" as const })),
  );
}

/** That somebody is active, in no other groups than they were, and may still grant what they agreed to, checked with the write: else their word is not counted. */
export function stillCounts(
  { user, standing, decision }: Approver,
  { takes, customer }: StoredAccessRequest,
  now: Date,
): Write[] {
  const needed = standing === "handler" ? ["platform.requests.handle"] : takes;
  const grants = needed.flatMap((one) => decision.permissions.get(one as Permission) ?? []);
  const checks = [users.isAsRead(user), ...rights.allStillHeld(user.id, grants, now, customer)];
  return checks.map((check) => ({ ...check, orElse: "outdated" }));
}
