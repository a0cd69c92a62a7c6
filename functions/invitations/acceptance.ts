import { type Decision, decide } from "../../shared/access/decide.ts";
import { mayGrantPlan } from "../../shared/access/granting.ts";
import { env } from "../../shared/env.ts";
import type { CustomRoles, HeldGrant } from "../../shared/model/grant.ts";
import { newId } from "../../shared/model/id.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import type { AcceptedInvitation } from "../../shared/model/invitation-link.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { User } from "../../shared/model/user.ts";
import * as acceptances from "../../shared/table/acceptances.ts";
import { commit } from "../../shared/table/commit.ts";
import { acceptanceWrites } from "./acceptance-writes.ts";
import { personAfter } from "./accepting-person.ts";
import { whyNotOnCustomer } from "./as-offered.ts";
import { tellInviter } from "./inviter-notice.ts";
import { allowing, mayPlan } from "./inviting.ts";
import { planGroups } from "./joining.ts";
import { mustBePending, type Opened } from "./opening.ts";
import { planAcceptance } from "./plan.ts";

export interface Accepting {
  /** Who accepts, where somebody has signed in. */
  caller?: User | undefined;
  now: Date;
  deadline: Date;
  requestId: string;
}

/** Accepts for the invited address, in one transaction. Twice at once or again later gives the same single result. */
export async function accept(opened: Opened, accepting: Accepting): Promise<AcceptedInvitation> {
  const { invitation } = opened;
  const { caller, now, deadline } = accepting;
  if (invitation.state === "accepted") return resultOf(opened, invitation);
  mustBePending(opened, now);
  mustBeOpen(opened);
  const known = await acceptances.read(invitation, opened.owners, opened.above, caller?.id);
  try {
    const standing = rolesLeft(opened);
    const { allowed, decision } = stillAllowed(opened, known, standing, now);
    const user = personAfter(known.user, invitation, now);
    const plan = planAcceptance(opened, known, user, standing, now);
    const groups = planGroups(invitation, known.planned, decision, user);
    const event = newId("event", now);
    const accepted: StoredInvitation = {
      ...invitation,
      state: "accepted",
      acceptedBy: user.id,
      skipped: [...plan.skipped, ...groups.skipped],
      version: invitation.version + 1,
      updatedAt: now.toISOString(),
    };
    const grants = allowing({ projects: plan.projects, groups: groups.joined }, allowed, decision);
    const parts = { opened, known, user, plan, accepted, event, groups: groups.joined };
    const writes = acceptanceWrites({ ...parts, allowed: grants }, accepting);
    await commit(writes, deadline, { plansAnew: true });
    return resultOf(opened, accepted);
  } catch (error) {
    const reason = error instanceof Refusal && error.details.about?.reason;
    if (typeof reason === "string") await tellInviter(opened, accepting, reason);
    throw error;
  }
}

/** Refuses while the customer or one above it is disabled, or may be about to close: the invitation waits. */
function mustBeOpen({ statuses }: Opened): void {
  if (statuses.includes("disabled"))
    throw new Refusal(
      "customer_disabled",
      "The customer is disabled. Try again when it is enabled.",
    );
  if (statuses.some((status) => status !== "active"))
    throw new Refusal("customer_closing", "The customer may be about to close. Try again later.");
}

/** The roles of the plan that can still be given. */
function rolesLeft(opened: Opened): string[] {
  const { roles } = opened.invitation;
  const left = roles.filter((role) => !whyNotOnCustomer(opened, role));
  if (left.length > 0) return left;
  const why = [...new Set(roles.map((role) => whyNotOnCustomer(opened, role)))].join(" ");
  throw new Refusal("invitation_blocked", `Nothing is left of what was offered. ${why}`, {
    about: { reason: "nothing-left" },
  });
}

/** What still allows the inviter everything that is left of the plan. */
function stillAllowed(
  { invitation, customRoles }: Opened,
  { inviterAt, ...known }: acceptances.AcceptanceRead,
  roles: readonly string[],
  now: Date,
): { allowed: HeldGrant | undefined; decision: Decision } {
  const facts = inviterAt(now);
  const inviter = facts?.principal;
  if (!facts || !inviter || !("createdAt" in inviter)) throw blocked();
  const offering = [inviter.id, invitation.behind, ...known.agreed];
  if (known.user && offering.includes(known.user.id))
    throw new Refusal("invitation_blocked", "Nobody accepts what they offered themselves.");
  const decision = decide({ ...facts, customRoles: withAll(facts.customRoles, customRoles) });
  if (invitation.byPlatform) {
    if (!mayGrantPlan(invitation, decision)) throw blocked();
    return { allowed: decision.grantOf("platform.customers.create"), decision };
  }
  if (!decision.allows("customer.members.grant")) throw blocked();
  try {
    const plan = { ...invitation, roles: [...roles] };
    return { allowed: mayPlan(plan, { inviter, decision, now }), decision };
  } catch {
    throw blocked();
  }
}

/** What the inviter holds may be defined elsewhere than what is offered. */
const withAll = (one: CustomRoles, other: CustomRoles): CustomRoles => ({
  ...one,
  ...other,
  customer: { ...one.customer, ...other.customer },
  versions: { ...one.versions, ...other.versions },
});

const blocked = () =>
  new Refusal(
    "invitation_blocked",
    "Whoever invited you may no longer give this access. Ask for a new invitation.",
  );

function resultOf({ customer }: Opened, invitation: StoredInvitation): AcceptedInvitation {
  const { id, roles, projects, groups, acceptedBy = "", skipped = [] } = invitation;
  const isSkipped = (kind: string, name: string) =>
    skipped.some((part) => part.kind === kind && part.id === name);
  return {
    id,
    state: "accepted",
    principal: acceptedBy,
    skipped,
    customer: { id: customer.id, displayName: customer.displayName },
    roles: roles.filter((role) => !isSkipped("role", role)),
    projects: projects.filter(
      ({ project, role }) => !isSkipped("project", project) && !isSkipped("project role", role),
    ),
    groups: groups.filter(({ group }) => !isSkipped("group", group)),
    signInUrl: env.signInUrl,
  };
}
