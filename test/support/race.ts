import type { Host } from "../../infra/local/start.ts";
import type { Answer } from "./api.ts";

/** Does something once, after the next request has read and before it writes, or deletes what is left over. */
export function beforeItWrites(
  host: Pick<Host, "suffer">,
  act: () => Promise<unknown>,
): Promise<void> {
  return new Promise((done, failed) => {
    let held: { trace: string; acted: Promise<unknown> } | undefined;
    host.suffer(async ({ operation, functionId, trace }) => {
      // What runs in the background writes whenever it likes.
      const isRequest = /^(Read|Write|Public)/.test(functionId);
      if (!/^(TransactWriteItems|DeleteItem)$/.test(operation) || !isRequest) return undefined;
      held ??= {
        trace,
        acted: act()
          .finally(host.suffer)
          .then(() => done(), failed),
      };
      // The SDK asks again where no answer comes in time: that has to wait, too.
      if (trace === held.trace) await held.acted;
      return undefined;
    });
  });
}

/** Sends a request and has something happen after it has read and before it writes. */
export async function requestDuring(
  host: Pick<Host, "suffer">,
  request: () => Promise<Answer>,
  act: () => Promise<unknown>,
): Promise<Answer> {
  const acted = beforeItWrites(host, act);
  const answer = await request();
  await acted;
  return answer;
}

export const codeOf = ({ status, body }: Answer) => [status, body.code];
