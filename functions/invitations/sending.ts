import type { api } from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { Outdated } from "../../shared/table/commit.ts";
import * as facts from "../../shared/table/facts.ts";
import type { Entry } from "./entries.ts";
import type { Inviting } from "./inviting.ts";
import { type Ready, type Result, refusedResult } from "./planning.ts";
import { ownWrites, sendingChecks, writesFor } from "./writes.ts";

type Asking = Pick<Request<typeof api.invitations.bulk>, "happened" | "commit" | "gate" | "owners">;

/** Invitations whose writes fit into one transaction of 100 actions, with its checks. */
const chunkSize = 19;

/** Sends invitations, many in a transaction, and says of each what became of it. */
export async function send(
  ready: readonly Ready[],
  inviting: Inviting,
  asking: Asking,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const chunk of chunksOf(ready)) results.push(...(await sendChunk(chunk, inviting, asking)));
  return results;
}

/** An owner's place is one item for the whole customer, so invitations that carry `owner` go alone. */
function chunksOf(ready: readonly Ready[]): Ready[][] {
  const isOwner = ({ invitation }: Ready) => invitation.roles.includes("owner");
  const others = ready.filter((one) => !isOwner(one));
  const chunks = Array.from({ length: Math.ceil(others.length / chunkSize) }, (_, i) =>
    others.slice(i * chunkSize, (i + 1) * chunkSize),
  );
  return [...chunks, ...ready.filter(isOwner).map((one) => [one])];
}

/** A chunk that cannot be written as a whole is tried again one by one, so that each entry gets its own answer. */
async function sendChunk(chunk: Ready[], inviting: Inviting, asking: Asking): Promise<Result[]> {
  const { now, inviter, customer } = inviting;
  const fresh = await facts.read(undefined, { customer }, [], true);
  const { gate = asking.gate, owners = asking.owners } = fresh;
  try {
    const [first] = chunk;
    if (chunk.length === 1 && first) {
      const { invitation, invitee, allowed } = first;
      const event = created(asking, invitation);
      await asking.commit(writesFor({ invitation, invitee, event, gate, owners, allowed, now }));
    } else {
      const own = chunk.flatMap(({ invitation, invitee }) =>
        ownWrites({ invitation, invitee, event: created(asking, invitation), now }),
      );
      const allowed = first?.allowed ?? "";
      const checks = sendingChecks({ gate, allowed }, inviter.id, chunk.length, now);
      await asking.commit([...own, ...checks]);
    }
    return chunk.map(({ entry, invitation }) => createdResult(entry, invitation));
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof Outdated)) throw error;
    if (chunk.length === 1) return chunk.map(({ entry }) => refusedResult(entry, error));
    const single: Result[] = [];
    for (const one of chunk) single.push(...(await sendChunk([one], inviting, asking)));
    return single;
  }
}

const created = ({ happened }: Asking, { id, roles, projects }: StoredInvitation) =>
  happened({ type: "customer.invitation.created", subject: id, after: { roles, projects } });

const createdResult = ({ index, email }: Entry, { id }: StoredInvitation): Result => ({
  ...{ index, email, id },
  status: "created",
});
