import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as events from "../../shared/table/events.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { ended, endWrites, mustBeOpen } from "./ending.ts";

export const run = useCase(
  api.invitations.revoke,
  { ahead: (_, { params }) => invitations.byId(params.customer, params.invitation) },
  async ({ ahead: invitation, owners, now, mustMatch, happened, commit }) => {
    if (!invitation) throw new Refusal("not_found");
    mustMatch(invitation.version);
    if (invitation.state === "revoked") return invitation;
    mustBeOpen(invitation, now);
    const revoked = ended(invitation, "revoked", now);
    const event = happened({ type: "customer.invitation.revoked", subject: invitation.id });
    await commit([...endWrites(revoked, invitation, owners, now), events.record(event)]);
    return revoked;
  },
);
