import { type Count, isEnough } from "../../shared/access/approving.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import { env } from "../../shared/env.ts";
import { hadTwo } from "../../shared/lambda/approval.ts";
import {
  type Approver,
  type Asked,
  amongThese,
  eligibleFor,
} from "../../shared/lambda/approvers.ts";
import { recordOf } from "../../shared/lambda/request-event.ts";
import {
  type AccessRequest,
  isInvolved,
  type StoredAccessRequest,
  seenRequest,
} from "../../shared/model/access-request.ts";
import { gatesFrom, mostApprovals } from "../../shared/model/gate.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as admins from "../../shared/table/admins.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";
import type { Deciding } from "./deciding.ts";
import { lapse } from "./ending.ts";
import { addressOf, mustBeOpen } from "./known.ts";
import { tell } from "./telling.ts";

/** Adds somebody's word to a request. Words are counted at this instant; the one that is enough has the act carried out, everything in one transaction. */
export async function approve(
  deciding: Deciding,
  found: StoredAccessRequest | undefined,
): Promise<AccessRequest> {
  const { caller, now } = deciding;
  const hasAgreed = found?.approvals.some(({ by }) => by === caller.id) === true;
  if (found?.state === "approved" && hasAgreed) return seenRequest(found, now);
  const open = mustBeOpen(found, now);
  const people = [...open.approvals.map(({ by }) => by), caller.id];
  const asked = { ...open, email: await addressOf(open) };
  const approvers = await amongThese(people, asked, now);
  if (!approvers.some(({ user }) => user.id === caller.id)) throw refusalFor(deciding, asked);
  const next: StoredAccessRequest = {
    ...open,
    approvals: hasAgreed
      ? open.approvals
      : [...open.approvals, { by: caller.id, at: now.toISOString() }],
    ...{ updatedAt: now.toISOString(), version: open.version + 1 },
  };
  const count = await countOf(deciding, asked, approvers);
  const notes = notesOf(deciding, count);
  if (isEnough(count)) return carryOut(deciding, next, open, { approvers, notes });
  if (hasAgreed) return seenRequest(open, now);
  await deciding.commit([
    ...notes,
    ...accessRequests.replace(next, open.version),
    events.recordAnywhere(recordOf(deciding, next, "approved")),
  ]);
  return seenRequest(next, now);
}

function refusalFor({ caller }: Deciding, open: Asked): Refusal {
  if (isInvolved(caller, open))
    return new Refusal("forbidden", "Nobody decides about themselves: somebody else has to.");
  return new Refusal("forbidden", `Agreeing to this takes ${open.takes.join(", ")}.`);
}

/** Who agreed so far, and who could. Never fewer are needed than when it was asked for, and never fewer than now. */
async function countOf(
  { gate, above, owners, ownersAbove, decision, now }: Deciding,
  open: Asked & Pick<StoredAccessRequest, "needed">,
  approvers: readonly Approver[],
): Promise<Count> {
  const atLeast = Math.max(open.needed, env.minApprovals);
  const needed = mostApprovals(gatesFrom(gate, above), atLeast);
  const of = (wanted: string) => approvers.filter(({ standing }) => standing === wanted).length;
  const agreed = { eligible: of("eligible"), handlers: of("handler") };
  const where = { owners, ownersAbove, customRoles: decision.customRoles, now };
  const eligible =
    agreed.eligible >= needed ? needed : (await eligibleFor(open, needed, where)).length;
  const isOfPlatform = open.customer === undefined;
  return { needed, agreed, eligible, hadTwo: await hadTwo(gate), isOfPlatform };
}

/** Two who could decide are remembered; one who decides alone must still be the first. */
function notesOf({ gate }: Deciding, { eligible, hadTwo }: Count): Write[] {
  if (hadTwo) return [];
  if (eligible > 1) return [gate ? customers.noteTwo(gate) : admins.noteTwo()];
  return [gate ? customers.neverHadTwo(gate) : admins.neverHadTwo()];
}

/** What cannot be carried out lapses: nobody is left waiting for it. */
async function carryOut(
  deciding: Deciding,
  next: StoredAccessRequest,
  { version }: StoredAccessRequest,
  { approvers, notes }: { approvers: readonly Approver[]; notes: readonly Write[] },
): Promise<AccessRequest> {
  const { gate, above, now, commit } = deciding;
  const done = { ...next, state: "approved" as const };
  const event = recordOf(deciding, done, "approved");
  const writes: Write[] = [
    ...notes,
    ...accessRequests.replace(done, version),
    ...(gate ? [customers.isOpen(gate.customer)] : []),
    ...customers.askAsMuch(gatesFrom(gate, above)),
    ...approvers.flatMap((approver) => stillCounts(approver, done, now)),
    events.recordAnywhere(event),
    ...tell(event, done, "request-approved", [done.requester.id]),
  ];
  try {
    const isTaken = await deciding.carryOut({ request: done, writes });
    if (!isTaken) await commit(writes);
  } catch (error) {
    if (!(error instanceof Refusal) || passing.includes(error.code)) throw error;
    await lapse(deciding, { ...next, version }, error.message);
    throw new Refusal("request_lapsed", `It cannot be carried out any more: ${error.message}`);
  }
  return seenRequest(done, now);
}

/** Refusals that may pass: what meets them can be tried again. */
const passing = [
  ...["unavailable", "internal", "rate_limited", "customer_disabled", "limit_reached"],
  ...["user_disabled", "user_unavailable"],
];

/** That somebody is active, in no other groups than they were, and may still grant what they agreed to, checked with the write: else their word is not counted. */
function stillCounts(
  { user, standing, decision }: Approver,
  { takes, customer }: StoredAccessRequest,
  now: Date,
): Write[] {
  const needed = standing === "handler" ? ["platform.requests.handle"] : takes;
  const grants = needed.flatMap((one) => decision.permissions.get(one as Permission) ?? []);
  const checks = [users.isAsRead(user), ...rights.allStillHeld(user.id, grants, now, customer)];
  return checks.map((check) => ({ ...check, orElse: "outdated" }));
}
