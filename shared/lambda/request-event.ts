import type { StoredAccessRequest } from "../model/access-request.ts";
import type { Event } from "../model/event.ts";
import type { Setting } from "./wanted.ts";

/** The record of what happened to a request. */
export function recordOf(
  { happened }: Pick<Setting, "happened">,
  request: StoredAccessRequest,
  what: "created" | "approved" | "declined" | "withdrawn" | "lapsed",
): Event {
  const { id, customer, principal, project, act, approvals, needed, reason } = request;
  return happened({
    type: `${customer ? "customer" : "platform"}.access-request.${what}`,
    subject: principal ?? id,
    accessRequest: id,
    ...(project && { projectId: project }),
    ...(reason && { reason }),
    after: { kind: act.kind, needed, approvals: approvals.map(({ by }) => by) },
  });
}
