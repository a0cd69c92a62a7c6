import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { stateOf } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as invitations from "../../shared/table/invitations.ts";

export const run = useCase(
  api.invitations.get,
  { ahead: (_, { params }) => invitations.byId(params.customer, params.invitation) },
  async ({ ahead: invitation, now }) => {
    if (!invitation) throw new Refusal("not_found");
    return { ...invitation, state: stateOf(invitation, now) };
  },
);
