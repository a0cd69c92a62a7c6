import { type StoredAccessRequest, stateOf } from "../../shared/model/access-request.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";

/** The request that a path names. */
export const requestOf = (
  _: unknown,
  { params }: { params: { accessRequest: string; customer?: string } },
) => accessRequests.byId(params.customer, params.accessRequest);

/** Refuses what cannot be decided any more. */
export function mustBeOpen(
  request: StoredAccessRequest | undefined,
  now: Date,
): StoredAccessRequest {
  if (!request) throw new Refusal("not_found");
  const state = stateOf(request, now);
  if (state === "lapsed") throw new Refusal("request_lapsed", request.reason);
  if (state !== "pending")
    throw new Refusal("request_decided", `This request was ${state} already.`);
  return request;
}
