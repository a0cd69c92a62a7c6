import type { Host } from "../../infra/local/start.ts";
import type { Answer } from "./api.ts";

/** Does something once, after the next request has read and before it writes its transaction. */
export function beforeItWrites(
  host: Pick<Host, "suffer">,
  act: () => Promise<unknown>,
): Promise<void> {
  return new Promise((done, failed) => {
    host.suffer(async ({ operation, functionId }) => {
      // What runs in the background writes whenever it likes.
      const isRequest = /^(Read|Write|Public)/.test(functionId);
      if (operation !== "TransactWriteItems" || !isRequest) return undefined;
      host.suffer();
      await act().then(() => done(), failed);
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
