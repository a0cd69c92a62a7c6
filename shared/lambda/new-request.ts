import { type Standing, standingOf } from "../access/approving.ts";
import { isInvolved, lapseOf, type StoredAccessRequest } from "../model/access-request.ts";
import { isApiUser } from "../model/caller.ts";
import { newId } from "../model/id.ts";
import type { Asked } from "./approvers.ts";
import type { Setting, Wanted } from "./wanted.ts";

/** What waits: the call as it came, what it takes to allow it, and until when. */
export function newRequest(setting: Setting, wanted: Wanted, needed: number): StoredAccessRequest {
  const { caller, customer, act, now } = setting;
  const { kind, principal, project, asks, granting, gives, claims } = wanted;
  const { excluded = [], means = [], askerTakes } = wanted;
  const at = now.toISOString();
  return {
    id: newId("accessRequest", now),
    asks,
    needed,
    state: "pending",
    approvals: [],
    takes: [...new Set([granting, ...gives])],
    ...(askerTakes && { askerTakes: [...askerTakes] }),
    gives: [...gives, ...means],
    excluded: [...excluded],
    act: { kind, ...(wanted.act ?? act), ...(wanted.onAnyVersion && { ifMatch: "*" }) },
    ...(customer && { customer: customer.id }),
    ...(principal && { principal }),
    ...(project && { project }),
    ...(wanted.isInside && { isInside: true }),
    ...(isApiUser(caller) && { key: caller.key }),
    claims: claims.map((claim) => ({ principal: principal ?? "-", ...claim })),
    requester: { id: caller.id },
    expiresAt: lapseOf(now),
    version: 1,
    createdAt: at,
    updatedAt: at,
  };
}

/** Whether the word of whoever asks counts as the first: a machine has none. */
export function standingOfCaller(
  { caller, decision }: Pick<Setting, "caller" | "decision">,
  request: Asked,
): Standing {
  if (isApiUser(caller) || isInvolved(caller, request)) return undefined;
  // An import gives nobody a say at a customer.
  if ("imports" in caller)
    return decision.allows("platform.requests.handle") ? "handler" : undefined;
  return standingOf(decision, request);
}
