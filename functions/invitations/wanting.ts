import type { Decision } from "../../shared/access/decide.ts";
import { takenBy } from "../../shared/access/granting.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import type { Wanted } from "../../shared/lambda/wanted.ts";
import { definitionsOf, type RoleBook } from "../../shared/model/custom-role.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { changeTo } from "../../shared/model/role-change.ts";

/** What others may have to agree to before an invitation goes out; nothing where an owner invites another one and offers nothing else. */
export function wantedFor(
  { id, customer, email, roles, projects, groups, accessExpiresAt }: StoredInvitation,
  decision: Decision,
  allowed: HeldGrant | undefined,
  now: Date,
  ofPlatform: RoleBook | undefined,
): Omit<Wanted, "meanwhile"> | undefined {
  const isAppointed = (role: string) => role === "owner" && allowed?.role === "owner";
  const others = roles.filter((role) => !isAppointed(role));
  const giving = groups.filter(({ gives, below }) => gives.length + below.length > 0);
  if (others.length + projects.length + giving.length === 0) return undefined;
  const offered = roles.map((role) => ({ role, expiresAt: accessExpiresAt }));
  const { granting, gives } = takenBy(changeTo({}, offered, "", now), others, decision);
  return {
    kind: "invitation",
    email,
    decision,
    granting,
    means: definitionsOf([...new Set(projects.map(({ role }) => role))], ofPlatform),
    gives: [
      ...gives,
      ...(projects.length > 0 ? (["customer.projects.access"] as const) : []),
      ...giving.flatMap((group) => group.gives as Permission[]),
    ],
    asks: {
      invitation: id,
      roles: offered,
      projects,
      ...(groups.length > 0 && { groups: groups.map(({ group }) => ({ group })) }),
    },
    claims: [{ target: "invitation", role: id }],
    act: { call: "invitations.send", params: { customer, invitation: id } },
  };
}
