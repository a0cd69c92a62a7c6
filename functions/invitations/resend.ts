import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { mailsPerDay } from "../../shared/model/gate.ts";
import { day, resendLimit } from "../../shared/model/invitation.ts";
import { placesWith, sentBy } from "../../shared/model/new-invitation.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as events from "../../shared/table/events.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as invitees from "../../shared/table/invitees.ts";
import * as letters from "../../shared/table/letters.ts";
import * as ownersTable from "../../shared/table/owners.ts";
import * as plannedGroups from "../../shared/table/planned-groups.ts";
import { agreed } from "./agreeing.ts";
import { decisionOf, placesOf, rolesAt } from "./deciding.ts";
import { mustBeOpen, mustNotHaveEnded, tooLate } from "./ending.ts";
import { mayOfferAll } from "./groups.ts";
import { allowing, alreadyMember, mayPlan } from "./inviting.ts";
import { sendingChecks } from "./writes.ts";

const pause = 60_000;

export const run = useCase(
  api.invitations.resend,
  { ahead: (_, { params }) => invitations.byId(params.customer, params.invitation) },
  async (request) => {
    const { ahead: sent, caller, customer, gate, owners, now, happened, commit } = request;
    if (!sent) throw new Refusal("not_found");
    mustBeOpen(sent, now);
    if (sent.state === "awaiting_approval") throw tooLate(sent.state);
    refuseHaste(sent, now);
    mustNotHaveEnded(sent, now);
    const owning = placesOf(request);
    const [known, roles, users, planned] = await Promise.all([
      invitees.read(customer.id, [sent.email], new Map(), [], owning),
      rolesAt(request),
      invitees.usersBehind([sent.email]),
      plannedGroups.read(customer.id, sent.groups),
      request.spend("invitations", 1, mailsPerDay),
    ]);
    const decision = decisionOf(request, roles, owning, known.activeOwners);
    const allowed = mayPlan(sent, { inviter: caller, decision, now });
    mayOfferAll(sent, planned, decision);
    const approval = await agreed(sent, { decision, allowed }, request);
    const invitation = {
      ...sent,
      state: "pending" as const,
      ...sentBy(caller),
      expiresAt: new Date(now.getTime() + sent.days * day).toISOString(),
      sentAt: now.toISOString(),
      updatedAt: now.toISOString(),
      round: sent.round + 1,
      resent: sent.resent + 1,
      version: sent.version + 1,
      hash: undefined,
      byPlatform: undefined,
    };
    const event = happened({ type: "customer.invitation.resent", subject: sent.id });
    const { mails } = known.invitees[0] as invitees.Invitee;
    const places = placesWith(invitation, owners, event.id, now);
    const user = users.get(sent.email);
    await commit(
      [
        ...(user ? [bindings.holdsNoRoles(user, customer.id, alreadyMember(user))] : []),
        invitations.replace(invitation, sent, now),
        invitations.reserve(invitation, now),
        addressMails.count(mails, sent.id, now),
        ...(places ? [ownersTable.replace(places)] : []),
        events.record(event),
        letters.write(letterOf(event, "invitation", sent.id, { version: invitation.round })),
        ...sendingChecks({ gate, allowed: allowing(sent, allowed, decision) }, caller.id, 1, now),
        ...approval,
      ],
      { invitation: sent.id },
    );
    return invitation;
  },
);

function refuseHaste({ resent, sentAt }: { resent: number; sentAt: string }, now: Date): void {
  if (resent >= resendLimit)
    throw new Refusal("limit_reached", `An invitation is sent again at most ${resendLimit} times.`);
  const wait = Date.parse(sentAt) + pause - now.getTime();
  if (wait > 0)
    throw new Refusal("rate_limited", "The last mail is less than a minute old. Wait a moment.", {
      retryAfter: Math.ceil(wait / 1000),
    });
}
