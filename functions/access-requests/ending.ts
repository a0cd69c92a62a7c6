import { recordOf } from "../../shared/lambda/request-event.ts";
import {
  type AccessRequest,
  invitationOf,
  type StoredAccessRequest,
  seenRequest,
} from "../../shared/model/access-request.ts";
import type { Caller } from "../../shared/model/caller.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as events from "../../shared/table/events.ts";
import { ended as endedAs, endWrites } from "../../shared/table/invitation-ends.ts";
import * as invitations from "../../shared/table/invitations.ts";
import type { Deciding } from "./deciding.ts";
import { tell } from "./telling.ts";

/** Ends a request that nothing comes of. */
export async function end(
  { owners, commit, happened, now }: Deciding<Caller>,
  open: StoredAccessRequest,
  state: "declined" | "withdrawn" | "lapsed",
  reason?: string,
): Promise<AccessRequest> {
  const ended = accessRequests.endedAs(open, state, now, reason);
  const event = recordOf({ happened }, ended, state);
  const told = state === "declined" ? [ended.requester.id, ended.principal] : [ended.requester.id];
  const invitation = await heldBy(open);
  await commit([
    ...(invitation && owners
      ? endWrites(endedAs(invitation, last[state], now), invitation, owners, now)
      : []),
    ...accessRequests.replace(ended, open.version),
    events.recordAnywhere(event),
    ...(state === "withdrawn" ? [] : tell(event, ended, "request-declined", told)),
  ]);
  return seenRequest(ended, now);
}

/** What becomes of the invitation whose mail waited. */
const last = { declined: "refused", withdrawn: "revoked", lapsed: "expired" } as const;

/** The invitation that waits for a request. */
async function heldBy(request: StoredAccessRequest) {
  const id = invitationOf(request);
  const found = id && request.customer ? await invitations.byId(request.customer, id) : undefined;
  return found?.state === "awaiting_approval" ? found : undefined;
}

/** A request that cannot be carried out any more ends, with the reason why. */
export const lapse = (deciding: Deciding, open: StoredAccessRequest, reason: string) =>
  end(deciding, open, "lapsed", reason);
