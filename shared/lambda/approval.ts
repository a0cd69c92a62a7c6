import { type Count, isEnough, warningOf } from "../access/approving.ts";
import type { Decision } from "../access/decide.ts";
import type { Permission } from "../access/permissions.ts";
import { env } from "../env.ts";
import type { Act, RequestKind, StoredAccessRequest } from "../model/access-request.ts";
import { type Caller, isApiUser } from "../model/caller.ts";
import type { Event } from "../model/event.ts";
import { type Asks, type Gate, gatesFrom, mostApprovals } from "../model/gate.ts";
import { letterOf } from "../model/outbox.ts";
import type { Owners } from "../model/owners.ts";
import { Refusal } from "../model/refusal.ts";
import type { User } from "../model/user.ts";
import * as accessRequests from "../table/access-requests.ts";
import * as admins from "../table/admins.ts";
import type { Write } from "../table/commit.ts";
import * as events from "../table/events.ts";
import * as gates from "../table/gates.ts";
import * as letters from "../table/letters.ts";
import * as openRequests from "../table/open-requests.ts";
import * as users from "../table/users.ts";
import { eligibleFor, handlersOf } from "./approvers.ts";
import { newRequest, standingOfCaller } from "./new-request.ts";
import { recordOf } from "./request-event.ts";
import { type Carrying, Waiting } from "./waiting.ts";

/** An act after which somebody may do more. */
export interface Wanted {
  kind: RequestKind;
  /** Who may do more: a user, a group or an API user. */
  principal?: string;
  project?: string;
  /** Whether the principal has customer access already: what is asked for it lapses with that. */
  isInside?: boolean;
  /** The permission by which it is granted. */
  granting: Permission;
  /** What is given: nobody allows more than they hold. */
  gives: readonly Permission[];
  /** What it means besides, which nobody has to hold to allow it. */
  means?: readonly string[];
  /** What whoever asks may do, where it hangs on more than every call knows: on whether there is a live owner. */
  decision?: Decision;
  /** What it asks for, in words that people decide on. */
  asks: Record<string, unknown>;
  /** What no other open request may ask for at the same time. */
  claims: readonly { target: string; role: string }[];
  /** People besides the principal who would decide about themselves. */
  excluded?: readonly string[];
  /** The address that is invited. */
  email?: string;
  /** Customers besides that of the call which say how many must agree. */
  alsoAt?: readonly Asks[];
  /** Leaves it unchecked whether more approvals were asked for meanwhile, where the check would be too dear. */
  gateUnchecked?: boolean;
  /** Changes of other kinds do not matter: it is carried out on any version. */
  onAnyVersion?: boolean;
  /** The call that is made once it is approved; this one unless said. */
  act?: Omit<Act, "kind">;
  /** Whether two people could decide before, where that is known anew since the call began. */
  hadTwo?: boolean;
  /** What is thrown where it would have to wait, knowing who may decide: nothing is written then. */
  insteadOfWaiting?: (count: Count) => Error;
  /** What is written together with the request, when it has to wait. */
  meanwhile?: (request: StoredAccessRequest) => Write[];
}

/** What is known about the call that asks. */
export interface Setting {
  caller: Caller;
  customer: { id: string } | undefined;
  gate: Gate | undefined;
  owners: Owners | undefined;
  ownersAbove: readonly Owners[];
  above: readonly { gate: Gate }[];
  decision: Decision;
  act: Omit<Act, "kind">;
  now: Date;
  carrying: Carrying | undefined;
  happened(change: Pick<Event, "type" | "subject"> & Partial<Event>): Event;
  commit(writes: readonly Write[], made: Record<string, string>): Promise<void>;
  warn(sentence: string): void;
}

/** Letters to people who may decide, besides whoever asks. */
const toldAtMost = 10;

/** What the transaction of such an act has to hold: that one person's word is enough, or what others agreed to. Where neither is so the request is recorded, and the act goes no further. */
export async function approvalOf(setting: Setting, wanted: Wanted): Promise<Write[]> {
  const { gate, carrying } = setting;
  if (carrying) return carried(carrying, wanted);
  const line = [...gatesFrom(gate, setting.above), ...(wanted.alsoAt ?? [])];
  const needed = mostApprovals(line, env.minApprovals);
  const asMuch = gates.askAsMuch(line);
  if (needed <= 1) return wanted.gateUnchecked ? [] : asMuch;
  const { request, count, ...known } = await begun(setting, wanted, needed);
  if (isEnough(count)) return [...asMuch, ...alone(setting, request)];
  if (wanted.insteadOfWaiting) throw wanted.insteadOfWaiting(count);
  const isFirstTwo = count.eligible > 1 && !count.hadTwo;
  await record(setting, { ...wanted, request, ...known, isFirstTwo });
  throw new Waiting(request);
}

/** Whether two people could agree to a request there before. */
export const hadTwo = async (gate: Gate | undefined) => gate?.hadTwo ?? (await admins.hadTwo());

/** A request with the first word in it, and who else may decide. */
async function begun(setting: Setting, wanted: Wanted, needed: number) {
  const { gate, owners, ownersAbove, caller, now, decision } = setting;
  const request = newRequest(setting, wanted, needed);
  const where = { owners, ownersAbove, customRoles: decision.customRoles, now };
  const asked = { ...request, email: wanted.email };
  const [eligible, counters, had] = await Promise.all([
    eligibleFor(asked, Math.max(needed, toldAtMost + 1), where),
    openRequests.read(request),
    wanted.hadTwo ?? hadTwo(gate),
  ]);
  const standing = standingOfCaller({ caller, decision: wanted.decision ?? decision }, asked);
  const count = {
    ...{ needed, eligible: eligible.length, hadTwo: had },
    isOfPlatform: request.customer === undefined,
    agreed: { eligible: Number(standing === "eligible"), handlers: Number(standing === "handler") },
  };
  const warning = warningOf(count);
  const approvals = standing ? [{ by: caller.id, at: now.toISOString() }] : [];
  const begun = { ...request, ...(warning && { warning }), approvals };
  return { request: begun, count, eligible, counters };
}

/** Where there never were two, one person decides alone, and is told so: as long as it is not about a group that they have just come into. */
function alone(setting: Setting, asked: StoredAccessRequest): Write[] {
  if (asked.warning) setting.warn(asked.warning);
  const request = { ...asked, state: "approved" as const };
  return [
    setting.gate ? gates.neverHadTwo(setting.gate) : admins.neverHadTwo(),
    ...(isApiUser(setting.caller) ? [] : [users.isAsRead(setting.caller)]),
    accessRequests.createApproved(request),
    events.recordAnywhere(recordOf(setting, request, "approved")),
  ];
}

/** Writes the request down and tells those who may decide. */
async function record(
  setting: Setting,
  {
    request,
    eligible,
    counters,
    isFirstTwo,
    meanwhile,
    email,
  }: Pick<Wanted, "meanwhile" | "email"> & {
    request: StoredAccessRequest;
    eligible: readonly User[];
    counters: Awaited<ReturnType<typeof openRequests.read>>;
    isFirstTwo: boolean;
  },
) {
  const { caller, gate, now } = setting;
  const event = recordOf(setting, request, "created");
  const few = eligible.length < request.needed;
  const handlers = few ? await handlersOf({ ...request, email }, toldAtMost + 1, now) : [];
  const others = new Set([...eligible, ...handlers].map(({ id }) => id));
  others.delete(caller.id);
  const told = [...others].slice(0, toldAtMost);
  const about = { version: request.version, request: request.id };
  await setting.commit(
    [
      ...(gate ? [gates.isOpen(gate.customer)] : []),
      ...(isFirstTwo ? [gate ? gates.noteTwo(gate) : admins.noteTwo()] : []),
      ...accessRequests.create(request, counters, now),
      events.recordAnywhere(event),
      ...told.map((id) => letters.write(letterOf(event, "approval-wanted", id, about))),
      ...(meanwhile?.(request) ?? []),
    ],
    { accessRequest: request.id },
  );
}

/** An act that means more than when it was asked for was approved by nobody. */
function carried(carrying: Carrying, wanted: Wanted): Write[] {
  const { request, writes } = carrying;
  const { principal, granting, gives, means = [], claims, alsoAt = [] } = wanted;
  const isAsked = ({ target, role }: Wanted["claims"][number]) =>
    request.claims.some((claim) => claim.target === target && claim.role === role);
  // Who is meant by an address, or by the identifier of a group, may have changed since.
  if (principal !== request.principal || !claims.every(isAsked))
    throw new Refusal(
      "request_lapsed",
      "It would be about something else than what was asked for.",
    );
  // Somebody else's request may have made a first role a further one meanwhile, which takes another right.
  const vouched = request.takes.includes(granting) ? [] : carrying.vouch(granting);
  if (!vouched)
    throw new Refusal(
      "request_lapsed",
      `It takes ${granting} by now, which somebody who agreed does not have.`,
    );
  const beyond = [...gives, ...means].filter((one) => !request.gives.includes(one));
  if (beyond.length > 0)
    throw new Refusal(
      "request_lapsed",
      `It would give more by now than what was asked for: ${beyond.join(", ")}.`,
    );
  const needed = mostApprovals(alsoAt, 1);
  if (needed > request.needed)
    throw new Refusal("request_lapsed", `By now ${needed} people must agree. Ask anew.`);
  carrying.isTaken = true;
  return [...writes, ...vouched, ...gates.askAsMuch(alsoAt)];
}
