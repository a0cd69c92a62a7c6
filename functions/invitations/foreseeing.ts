import type * as api from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { Inviting } from "./inviting.ts";
import type { Ready, Result } from "./planning.ts";
import { inOrder } from "./sending.ts";
import { wantedFor } from "./wanting.ts";

type Asking = Pick<Request<typeof api.invitations.bulk>, "approval" | "approvalsNeeded" | "gate">;

/** Goes no further where an invitation would wait. */
class WouldWait extends Error {}

/** What would become of invitations, in the words of the run itself and judged as in it: once two people may decide, nobody does alone any more. */
export async function foresee(
  ready: readonly Ready[],
  inviting: Inviting,
  { approval, approvalsNeeded, gate }: Asking,
): Promise<Result[]> {
  let { hadTwo } = gate;
  const wouldWait = async ({ invitation, allowed }: Ready) => {
    const { decision, now, ofPlatform } = inviting;
    const wanted = wantedFor(invitation, decision, allowed, now, ofPlatform);
    if (!wanted || hadTwo) return wanted !== undefined;
    const insteadOfWaiting = (count: { eligible: number }) => {
      hadTwo = count.eligible > 1;
      return new WouldWait();
    };
    try {
      await approval({ ...wanted, insteadOfWaiting });
      return false;
    } catch (error) {
      if (error instanceof WouldWait) return true;
      throw error;
    }
  };
  const results: Result[] = [];
  for (const one of inOrder(ready)) {
    const { index, email } = one.entry;
    const waits = approvalsNeeded > 1 && (await wouldWait(one));
    results.push({ index, email, status: waits ? "awaiting_approval" : "created" });
  }
  return results;
}
