import {
  type AccessRequest,
  invitationOf,
  type StoredAccessRequest,
  seenRequest,
  stateOf,
} from "../../shared/model/access-request.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as invitations from "../../shared/table/invitations.ts";

/** The request that a path names. */
export const requestOf = (
  _: unknown,
  { params }: { params: { accessRequest: string; customer?: string } },
) => accessRequests.byId(params.customer, params.accessRequest);

/** What deciding on a request takes: all that it asks for. */
export const takenBy = (request: StoredAccessRequest | undefined) => request?.takes;

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

/** The address that a request waits to have invited. */
export async function addressOf(request: StoredAccessRequest): Promise<string | undefined> {
  const id = invitationOf(request);
  if (!id || !request.customer) return undefined;
  return (await invitations.byId(request.customer, id))?.email;
}

/** A request as whoever asked may read it, and who it is about, and whoever may see the others. */
export function seenBy(
  caller: { id: string },
  found: StoredAccessRequest | undefined,
  maySeeAll: boolean,
  now: Date,
): AccessRequest {
  const isTheirs = found?.requester.id === caller.id || found?.principal === caller.id;
  if (!found || !(isTheirs || maySeeAll)) throw new Refusal("not_found");
  return seenRequest(found, now);
}
