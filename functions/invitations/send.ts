import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { day, type StoredInvitation } from "../../shared/model/invitation.ts";
import { placesWith } from "../../shared/model/new-invitation.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as events from "../../shared/table/events.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as invitees from "../../shared/table/invitees.ts";
import * as letters from "../../shared/table/letters.ts";
import * as ownersTable from "../../shared/table/owners.ts";
import * as plannedGroups from "../../shared/table/planned-groups.ts";
import { decisionOf, placesOf, rolesAt } from "./deciding.ts";
import { mustBeOpen, mustNotHaveEnded, tooLate } from "./ending.ts";
import { mayOfferAll } from "./groups.ts";
import { allowing, alreadyMember, mayPlan } from "./inviting.ts";
import { wantedFor } from "./wanting.ts";
import { sendingChecks } from "./writes.ts";

/** Whoever asks for it by themselves skips nobody. */
const waits = ({ accessRequest = "" }: StoredInvitation) =>
  new Refusal("request_open", "It is sent when enough people have agreed.", {
    about: { accessRequest },
  });

/** The call that is made when enough people agreed; before, it waits as the invitation does. */
export const run = useCase(
  api.invitations.send,
  { ahead: (_, { params }) => invitations.byId(params.customer, params.invitation) },
  async (request) => {
    const { ahead: held, caller, customer, gate, owners, now, happened, commit } = request;
    if (!held) throw new Refusal("not_found");
    mustBeOpen(held, now);
    if (held.state !== "awaiting_approval") throw tooLate(held.state);
    if (!request.isCarriedOut) throw waits(held);
    mustNotHaveEnded(held, now);
    const owning = placesOf(request);
    const [known, roles, users, planned, ofPlatform] = await Promise.all([
      invitees.read(customer.id, [held.email], new Map(), [], owning),
      rolesAt(request),
      invitees.usersBehind([held.email]),
      plannedGroups.read(customer.id, held.groups),
      customRoles.forProjects(held.projects.map(({ role }) => role)),
    ]);
    const decision = decisionOf(request, roles, owning, known.activeOwners);
    const allowed = mayPlan(held, { inviter: caller, decision, now });
    mayOfferAll(held, planned, decision);
    const wanted = wantedFor(held, decision, allowed, now, ofPlatform);
    const approval = wanted ? await request.approval(wanted) : [];
    const invitation = {
      ...held,
      state: "pending" as const,
      version: held.version + 1,
      expiresAt: new Date(now.getTime() + held.days * day).toISOString(),
      sentAt: now.toISOString(),
      updatedAt: now.toISOString(),
      needed: Math.max(held.needed ?? 1, request.approvalsNeeded),
    };
    const event = happened({ type: "customer.invitation.sent", subject: held.id });
    const { mails } = known.invitees[0] as invitees.Invitee;
    const places = placesWith(invitation, owners, event.id, now);
    const user = users.get(held.email);
    await commit([
      ...(user ? [bindings.holdsNoRoles(user, customer.id, alreadyMember(user))] : []),
      invitations.replace(invitation, held, now),
      invitations.reserve(invitation, now),
      addressMails.count(mails, held.id, now),
      ...(places ? [ownersTable.replace(places)] : []),
      events.record(event),
      letters.write(letterOf(event, "invitation", held.id, { version: invitation.round })),
      ...sendingChecks({ gate, allowed: allowing(held, allowed, decision) }, caller.id, 1, now),
      ...approval,
    ]);
    return invitation;
  },
);
