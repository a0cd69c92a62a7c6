import type * as api from "../../shared/api/index.ts";
import { hasTime, noTime } from "../../shared/lambda/has-time.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { Waiting } from "../../shared/lambda/waiting.ts";
import type { Event } from "../../shared/model/event.ts";
import { gatesFrom } from "../../shared/model/gate.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Write } from "../../shared/table/commit.ts";
import { Outdated } from "../../shared/table/commit.ts";
import * as facts from "../../shared/table/facts.ts";
import * as gates from "../../shared/table/gates.ts";
import { merged } from "../../shared/table/merge.ts";
import * as newInvitations from "../../shared/table/new-invitations.ts";
import { allowing, type Inviting } from "./inviting.ts";
import { type Ready, type Result, refusedResult } from "./planning.ts";
import { wantedFor } from "./wanting.ts";
import { plannedBy, sendingChecks, writesFor } from "./writes.ts";

type Asking = Pick<
  Request<typeof api.invitations.bulk>,
  "approval" | "approvalsNeeded" | "happened" | "commit" | "gate" | "above" | "owners" | "deadline"
>;

/** Actions that one transaction takes, and those of one invitation in it. */
const actionsAtMost = 100;
const actionsEach = 5;

/** Sends invitations, many in a transaction, and says of each what became of it. */
export async function send(
  ready: readonly Ready[],
  inviting: Inviting,
  asking: Asking,
): Promise<Result[]> {
  const day = inviting.now.toISOString().slice(0, 10);
  let { gate } = asking;
  const results: Result[] = [];
  // What others must agree to is asked one by one.
  const size = asking.approvalsNeeded > 1 ? 1 : roomBeside(checksOf(ready, inviting, asking));
  for (const chunk of chunksOf(ready, size)) {
    results.push(...(await sendChunk(chunk, inviting, { ...asking, gate })));
    gate = { ...gate, day };
  }
  return results;
}

/** How many invitations fit into one transaction with its checks: each customer above takes one, and so does each place where the right is held. */
const roomBeside = (checks: readonly Write[]) =>
  Math.max(1, Math.floor((actionsAtMost - merged(checks).length) / actionsEach));

/** An owner's place is one item for the whole customer, so invitations that carry `owner` go alone. */
function chunksOf(ready: readonly Ready[], size: number): Ready[][] {
  const isOwner = ({ invitation }: Ready) => invitation.roles.includes("owner");
  const others = ready.filter((one) => !isOwner(one));
  const chunks = Array.from({ length: Math.ceil(others.length / size) }, (_, i) =>
    others.slice(i * size, (i + 1) * size),
  );
  return [...chunks, ...ready.filter(isOwner).map((one) => [one])];
}

/** Invitations in the order in which they are sent where each goes alone. */
export const inOrder = (ready: readonly Ready[]): Ready[] => chunksOf(ready, 1).flat();

/** A chunk that cannot be written as a whole is tried again one by one, so that each entry gets its own answer. */
async function sendChunk(chunk: Ready[], inviting: Inviting, asking: Asking): Promise<Result[]> {
  if (!hasTime(asking)) return chunk.map(({ entry }) => refusedResult(entry, noTime()));
  try {
    await commitChunk(chunk, inviting, asking);
    return chunk.map(createdResult);
  } catch (error) {
    const [only] = chunk;
    if (error instanceof Waiting && only) return [waitingResult(only)];
    if (!isForeseen(error)) throw error;
    const single: Result[] = [];
    for (const one of chunk) single.push(await sendOne(one, inviting, asking));
    return single;
  }
}

/** One invitation by itself, on what the customer is like by now. */
async function sendOne(one: Ready, inviting: Inviting, asking: Asking): Promise<Result> {
  if (!hasTime(asking)) return refusedResult(one.entry, noTime());
  const fresh = await facts.read(undefined, { customer: inviting.customer }, [], true);
  const { gate = asking.gate, owners = asking.owners } = fresh;
  try {
    await commitChunk([one], inviting, { ...asking, gate, owners });
    return createdResult(one);
  } catch (error) {
    if (error instanceof Waiting) return waitingResult(one);
    if (!isForeseen(error)) throw error;
    return refusedResult(one.entry, error);
  }
}

const isForeseen = (error: unknown) => error instanceof Refusal || error instanceof Outdated;

async function commitChunk(chunk: Ready[], inviting: Inviting, asking: Asking) {
  const { now } = inviting;
  const { gate, owners, commit } = asking;
  const [first] = chunk;
  if (chunk.length === 1 && first) {
    const { invitation, invitee } = first;
    const event = created(asking, invitation);
    const approval = await approvalFor(first, event, inviting, asking);
    const allowed = allowedBy(chunk, inviting);
    const writes = writesFor({ invitation, invitee, event, gate, owners, allowed, now });
    return commit([...writes, ...approval]);
  }
  const own = chunk.flatMap(({ invitation, invitee }) =>
    newInvitations.send({ invitation, invitee, event: created(asking, invitation), now }),
  );
  return commit([...own, ...checksOf(chunk, inviting, asking)]);
}

const allowedBy = (chunk: readonly Ready[], { decision }: Inviting) =>
  chunk.flatMap((one) => allowing(one.invitation, one.allowed, decision));

/** What is checked of invitations that are sent together, and that nobody else needs to agree. */
function checksOf(chunk: readonly Ready[], inviting: Inviting, { gate, above }: Asking): Write[] {
  const { inviter, now } = inviting;
  const allowed = allowedBy(chunk, inviting);
  return [
    ...sendingChecks({ gate, allowed }, inviter.id, chunk.length, now),
    ...gates.askAsMuch(gatesFrom(gate, above)),
  ];
}

/** What others may have to agree to, and the invitation that waits for that. */
async function approvalFor(
  { invitation, allowed }: Ready,
  event: Event & { customerId: string },
  { decision, now, ofPlatform }: Inviting,
  { approval, owners, gate }: Asking,
): Promise<Write[]> {
  const wanted = wantedFor(invitation, decision, allowed, now, ofPlatform);
  if (!wanted) return [];
  return approval({
    ...wanted,
    hadTwo: gate.hadTwo,
    meanwhile: (asked) => newInvitations.hold({ invitation, event, now }, asked, owners),
  });
}

const waitingResult = (ready: Ready): Result => ({
  ...createdResult(ready),
  status: "awaiting_approval",
});

const created = ({ happened }: Asking, invitation: StoredInvitation) =>
  happened({
    type: "customer.invitation.created",
    subject: invitation.id,
    after: plannedBy(invitation),
  });

const createdResult = ({ entry: { index, email }, invitation: { id } }: Ready): Result => ({
  index,
  email,
  id,
  status: "created",
});
