import { recordOf } from "../../shared/lambda/approval.ts";
import {
  type AccessRequest,
  type StoredAccessRequest,
  seenRequest,
} from "../../shared/model/access-request.ts";
import type { Caller } from "../../shared/model/caller.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as events from "../../shared/table/events.ts";
import type { Deciding } from "./deciding.ts";
import { tell } from "./telling.ts";

/** Ends a request that nothing comes of. */
export async function end(
  { caller, commit, happened, now }: Deciding<Caller>,
  open: StoredAccessRequest,
  state: "declined" | "withdrawn" | "lapsed",
  reason?: string,
): Promise<AccessRequest> {
  const ended: StoredAccessRequest = {
    ...open,
    ...{ state, version: open.version + 1, updatedAt: now.toISOString() },
    ...(reason && { reason }),
  };
  const event = recordOf({ happened }, ended, state);
  const told = state === "declined" ? [ended.requester.id, ended.principal] : [ended.requester.id];
  await commit([
    ...accessRequests.replace(ended, open.version),
    events.recordAnywhere(event),
    ...(state === "withdrawn"
      ? []
      : tell(
          event,
          ended,
          "request-declined",
          told.filter((id) => id !== caller.id),
        )),
  ]);
  return seenRequest(ended, now);
}

/** A request that cannot be carried out any more ends, with the reason why. */
export const lapse = (deciding: Deciding, open: StoredAccessRequest, reason: string) =>
  end(deciding, open, "lapsed", reason);
