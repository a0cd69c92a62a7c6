import { isEnough, warningOf } from "../access/approving.ts";
import { env } from "../env.ts";
import type { StoredAccessRequest } from "../model/access-request.ts";
import { isApiUser } from "../model/caller.ts";
import { type Gate, gatesFrom, mostApprovals } from "../model/gate.ts";
import { letterOf } from "../model/outbox.ts";
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
import { carried } from "./carried.ts";
import { newRequest, standingOfCaller } from "./new-request.ts";
import { recordOf } from "./request-event.ts";
import { Waiting } from "./waiting.ts";
import type { Setting, Wanted } from "./wanted.ts";

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
    eligibleFor(asked, { needed, atMost: Math.max(needed, toldAtMost + 1) }, where),
    openRequests.read(request),
    wanted.hadTwo ?? hadTwo(gate),
  ]);
  const standing = standingOfCaller({ caller, decision: wanted.decision ?? decision }, asked);
  const count = {
    needed,
    eligible: eligible.length,
    hadTwo: had,
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
