import { type Count, isEnough, warningOf } from "../../shared/access/approving.ts";
import { lacking } from "../../shared/access/need.ts";
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
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import { decisive, stillCounts, vouched } from "./counting.ts";
import type { Deciding } from "./deciding.ts";
import { lapse } from "./ending.ts";
import { addressOf, mustBeOpen } from "./known.ts";
import { lapseReasonOf } from "./lapse-reason.ts";
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
  const people = [...new Set([...open.approvals.map(({ by }) => by), caller.id])];
  const asked = { ...open, email: await addressOf(open) };
  const needed = neededFor(deciding, open);
  // What comes next is read at the same time, as far as can be told: it hangs on whose words count.
  const isLast = people.length >= needed;
  const ahead = isLast ? deciding.readAhead(open) : undefined;
  const [approvers, possible, had] = await Promise.all([
    amongThese(people, asked, now),
    isLast ? 0 : howManyMay(deciding, asked, needed),
    hadTwo(deciding.gate),
  ]);
  if (!approvers.some(({ user }) => user.id === caller.id)) throw refusalFor(deciding, asked);
  const count = {
    needed,
    agreed: agreedOf(approvers),
    hadTwo: had,
    eligible: isLast ? await howManyMay(deciding, asked, needed, approvers) : possible,
    isOfPlatform: open.customer === undefined,
  };
  const { warning: _, ...rest } = open;
  const warning = warningOf(count);
  const next: StoredAccessRequest = {
    ...rest,
    ...(warning && { warning }),
    needed,
    approvals: counted(
      hasAgreed ? open.approvals : [...open.approvals, { by: caller.id, at: now.toISOString() }],
      approvers,
    ),
    updatedAt: now.toISOString(),
    version: open.version + 1,
  };
  const notes = notesOf(deciding, count);
  if (isEnough(count))
    return carryOut(deciding, next, open, { approvers: decisive(approvers, needed), notes, ahead });
  if (hasAgreed) return seenRequest({ ...open, needed, approvals: next.approvals }, now);
  await deciding.commit([
    ...notes,
    ...accessRequests.replace(next, open.version),
    events.recordAnywhere(recordOf(deciding, next, "approved")),
  ]);
  return seenRequest(next, now);
}

function refusalFor({ caller, decision }: Deciding, open: Asked): Refusal {
  if (isInvolved(caller, open))
    return new Refusal("forbidden", "Nobody decides about themselves: somebody else has to.");
  return lacking(open.takes, decision, open.takes);
}

/** Never fewer than when it was asked for, and never fewer than now. */
const neededFor = ({ gate, above }: Deciding, { needed }: StoredAccessRequest) =>
  mostApprovals(gatesFrom(gate, above), Math.max(needed, env.minApprovals));

/** Whose word counts, one way and the other. */
function agreedOf(approvers: readonly Approver[]): Count["agreed"] {
  const of = (wanted: string) => approvers.filter(({ standing }) => standing === wanted).length;
  return { eligible: of("eligible"), handlers: of("handler") };
}

/** The words given, and which of them do not count. */
const counted = (approvals: StoredAccessRequest["approvals"], approvers: readonly Approver[]) =>
  approvals.map(({ by, at }) => ({
    by,
    at,
    ...(!approvers.some(({ user }) => user.id === by) && { counts: false as const }),
  }));

/** How many people may agree at all, counted no further than needed; nobody is looked for where enough of them are known. */
async function howManyMay(
  deciding: Deciding,
  asked: Asked,
  needed: number,
  known: readonly Approver[] = [],
): Promise<number> {
  if (agreedOf(known).eligible >= needed) return needed;
  const { owners, ownersAbove, decision, now } = deciding;
  const where = { owners, ownersAbove, customRoles: decision.customRoles, now };
  return (await eligibleFor(asked, { needed }, where)).length;
}

/** Two who could decide are remembered; one who decides alone must still be the first. */
function notesOf({ gate }: Deciding, { eligible, hadTwo }: Count): Write[] {
  if (hadTwo) return [];
  if (eligible > 1) return [gate ? gates.noteTwo(gate) : admins.noteTwo()];
  return [gate ? gates.neverHadTwo(gate) : admins.neverHadTwo()];
}

/** What cannot be carried out lapses: nobody is left waiting for it. */
async function carryOut(
  deciding: Deciding,
  next: StoredAccessRequest,
  { version }: StoredAccessRequest,
  {
    approvers,
    notes,
    ahead,
  }: {
    approvers: readonly Approver[];
    notes: readonly Write[];
    ahead: ReturnType<Deciding["readAhead"]> | undefined;
  },
): Promise<AccessRequest> {
  const { gate, above, now, commit } = deciding;
  const done = { ...next, state: "approved" as const };
  const event = recordOf(deciding, done, "approved");
  // The act may change the item of the note, too, and the note is true whatever comes of the act.
  const isNoted = notes.some((note) => note.do === "update");
  if (isNoted) await commit(notes);
  const writes: Write[] = [
    ...(isNoted ? [] : notes),
    ...accessRequests.replace(done, version),
    ...(gate ? [gates.isOpen(gate.customer)] : []),
    ...gates.askAsMuch(gatesFrom(gate, above)),
    ...approvers.flatMap((approver) => stillCounts(approver, done, now)),
    events.recordAnywhere(event),
    ...tell(event, done, "request-approved", [done.requester.id]),
  ];
  try {
    const isTaken = await deciding.carryOut({
      request: done,
      writes,
      found: ahead,
      vouch: (granting) => vouched(approvers, granting, done, now),
    });
    if (!isTaken) await commit(writes);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // The caller is active: it is whoever asked who is not.
    if (error.code === "user_disabled")
      throw new Refusal(
        "user_unavailable",
        "Whoever asked for this is disabled: it waits until they are enabled.",
      );
    if (passing.includes(error.code)) throw error;
    const reason = lapseReasonOf(error, next);
    await lapse(deciding, { ...next, version }, reason);
    throw new Refusal("request_lapsed", `It cannot be carried out any more: ${reason}`);
  }
  return seenRequest(done, now);
}

/** Refusals that may pass: what meets them can be tried again. */
const passing = [
  "unavailable",
  "internal",
  "rate_limited",
  "customer_disabled",
  "customer_closing",
  "limit_reached",
  "user_unavailable",
];
