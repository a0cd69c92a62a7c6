import type { Host } from "../../infra/local/start.ts";

/** Does something once, after the next request has read and before it writes its transaction. */
export function beforeItWrites(
  host: Pick<Host, "suffer">,
  act: () => Promise<unknown>,
): Promise<void> {
  return new Promise((done, failed) => {
    host.suffer(async ({ operation }) => {
      if (operation !== "TransactWriteItems") return undefined;
      host.suffer();
      await act().then(() => done(), failed);
      return undefined;
    });
  });
}
