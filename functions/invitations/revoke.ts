import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as events from "../../shared/table/events.ts";
import { ended, endWrites } from "../../shared/table/invitation-ends.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { mustBeOpen } from "./ending.ts";

export const run = useCase(
  api.invitations.revoke,
  { ahead: (_, { params }) => invitations.byId(params.customer, params.invitation) },
  async ({ ahead: invitation, customer, owners, now, mustMatch, happened, commit }) => {
    if (!invitation) throw new Refusal("not_found");
    mustMatch(invitation.version);
    if (invitation.state === "revoked") return invitation;
    mustBeOpen(invitation, now);
    const revoked = ended(invitation, "revoked", now);
    const event = happened({ type: "customer.invitation.revoked", subject: invitation.id });
    const asked = invitation.accessRequest
      ? await accessRequests.byId(customer.id, invitation.accessRequest)
      : undefined;
    await commit([
      ...endWrites(revoked, invitation, owners, now),
      ...(asked?.state === "pending" ? accessRequests.end(asked, "withdrawn", now) : []),
      events.record(event),
    ]);
    return revoked;
  },
);
