import type { Event } from "../../shared/model/event.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { ownersAfter, withoutOwner } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { ownersNamed, recordedRoles } from "../../shared/model/role.ts";
import { afterRequest } from "../../shared/model/role-change.ts";
import { settledBinding, settledProjects } from "../../shared/model/settled.ts";
import { shownOf, type User } from "../../shared/model/user.ts";
import { versionAfter } from "../../shared/model/version.ts";
import type { AcceptanceRead } from "../../shared/table/acceptances.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as owners from "../../shared/table/owners.ts";
import type { PlannedGroup } from "../../shared/table/planned-groups.ts";
import * as roleUses from "../../shared/table/role-uses.ts";
import * as tasks from "../../shared/table/tasks.ts";
import type { Accepting } from "./acceptance.ts";
import { continuity, inviterMay, isAnew } from "./acceptance-checks.ts";
import { filledIn, personWrites } from "./accepting-person.ts";
import { asOffered } from "./as-offered.ts";
import { joinWrites } from "./joining.ts";
import type { Opened } from "./opening.ts";
import type { AcceptancePlan } from "./plan.ts";

/** What an acceptance is made of. */
export interface Parts {
  opened: Opened;
  known: AcceptanceRead;
  user: User;
  plan: AcceptancePlan;
  accepted: StoredInvitation;
  /** The groups that the plan puts them into. */
  groups: readonly PlannedGroup[];
  /** What allows it to the inviter. */
  allowed: readonly (HeldGrant | undefined)[];
  event: string;
}

/** Everything that an acceptance writes, all or nothing. */
export function acceptanceWrites(parts: Parts, { now, requestId }: Accepting): Write[] {
  const { opened, known, user, plan, accepted, allowed, event } = parts;
  const { customer, invitation } = opened;
  const places = placesAfter(parts, now);
  const happened = acceptedEvent(parts, now, requestId);
  const binding = {
    principal: user.id,
    customer: customer.id,
    roles: afterRequest(plan.change, invitation.accessRequest),
    since: known.binding && !isAnew(known) ? known.binding.since : event,
    shown: shownOf(user),
    version: versionAfter(known.binding?.version, now),
    updatedAt: now.toISOString(),
  };
  const onProjects = plan.projects.map(({ project, held, change }) => ({
    ...binding,
    roles: afterRequest(change, invitation.accessRequest),
    project: project.id,
    projectKey: project.key,
    under: binding.since,
    since: held?.since ?? event,
    version: versionAfter(leftOver(known, project.id)?.version, now),
  }));
  return [
    invitations.replace(accepted, invitation, now),
    invitations.release(accepted),
    ...personWrites(parts, now),
    ...joinWrites(parts, happened),
    ...(places ? [owners.replace(places), owners.remember(opened.owners, now)] : []),
    bindings.put(binding, known.binding),
    ...continuity(parts),
    ...onProjects.map((one) => bindings.putProject(one, leftOver(known, one.project))),
    ...roleUses.give(
      { principal: user.id, customer: customer.id, roles: rolesGiven(plan) },
      ...plan.projects.map(({ project, change }) => ({
        principal: user.id,
        customer: customer.id,
        project: project.id,
        roles: rolesGiven({ change }),
      })),
    ),
    ...addressMails.answer(known.mails, invitation.id, now),
    gates.isOpen(customer.id),
    ...inviterMay(invitation, allowed, now),
    ...asOffered(opened, known, {
      roles: rolesGiven(plan),
      onProjects: plan.projects.flatMap(rolesGiven),
    }),
    ...ownersNamed(rolesGiven(plan)).flatMap((owner) =>
      gates.standBelow([customer.id, ...opened.above], owner),
    ),
    events.record({
      ...happened,
      settled: { ...settledBinding(binding), ...settledProjects(...onProjects) },
    }),
    ...(known.binding && isAnew(known)
      ? [
          tasks.write(
            taskOf(happened, "access-interrupted", user.id, { under: known.binding.since }),
          ),
        ]
      : []),
  ];
}

const rolesGiven = ({ change }: Pick<AcceptancePlan, "change">) =>
  change.given.map(({ role }) => role);

/** Whatever stands at a project already, counting or not: what the write replaces. */
const leftOver = ({ projectBindings }: AcceptanceRead, project: string) =>
  projectBindings.find((binding) => binding.project === project);

/** The invitation's place becomes the new owner's. */
function placesAfter({ opened, known, user, plan, event }: Parts, now: Date) {
  const { owners: places, invitation } = opened;
  const freed = withoutOwner(places, invitation.id);
  try {
    const given = { event, by: invitation.inviter.id };
    const after = ownersAfter(freed, user.id, plan.change, given, known.activeOwners, now);
    return after ?? (freed.places.length < places.places.length ? freed : undefined);
  } catch {
    throw new Refusal("invitation_blocked", "The customer has its two owners already.", {
      about: { reason: "owner-limit" },
    });
  }
}

const acceptedEvent = (
  { opened, known, user, plan, groups, event }: Parts,
  now: Date,
  requestId: string,
): Event & { customerId: string } => ({
  id: event,
  at: now.toISOString(),
  type: "customer.invitation.accepted",
  actor: { type: "user", id: user.id },
  customerId: opened.customer.id,
  subject: user.id,
  ...(opened.invitation.accessRequest && { accessRequest: opened.invitation.accessRequest }),
  before: { roles: recordedRoles(plan.change.before) },
  after: {
    invitation: opened.invitation.id,
    roles: recordedRoles(plan.change.after),
    projects: plan.projects.map(({ project, change }) => ({
      project: project.id,
      roles: recordedRoles(change.after),
    })),
    ...(groups.length > 0 && { groups: groups.map(({ group }) => group.id) }),
    ...filledIn({ known, user }),
  },
  requestId,
});
