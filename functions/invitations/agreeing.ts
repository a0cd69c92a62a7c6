import type { Decision } from "../../shared/access/decide.ts";
import type * as api from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { gatesFrom } from "../../shared/model/gate.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as gates from "../../shared/table/gates.ts";
import { wantedFor } from "./wanting.ts";

type Asking = Pick<
  Request<typeof api.invitations.resend>,
  "approval" | "approvalsNeeded" | "gate" | "above" | "now"
>;

/** That as many people agreed to an invitation as must by now, checked with the write that sends it again. Nobody is asked anew: where it takes more, another invitation does that. */
export async function agreed(
  sent: StoredInvitation,
  { decision, allowed }: { decision: Decision; allowed: HeldGrant | undefined },
  { approval, approvalsNeeded, gate, above, now }: Asking,
): Promise<Write[]> {
  const asMuch = gates.askAsMuch(gatesFrom(gate, above));
  if (approvalsNeeded <= (sent.needed ?? 1)) return asMuch;
  const ofPlatform = await customRoles.forProjects(sent.projects.map(({ role }) => role));
  const wanted = wantedFor(sent, decision, allowed, now, ofPlatform);
  if (!wanted) return asMuch;
  return approval({ ...wanted, insteadOfWaiting: () => tooFew(approvalsNeeded) });
}

const tooFew = (needed: number) =>
  new Refusal(
    "invitation_blocked",
    `By now ${needed} people must agree to an invitation, and fewer agreed to this one. Revoke it and invite again: then the others are asked.`,
  );
