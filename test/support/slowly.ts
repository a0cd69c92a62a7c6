import { setTimeout as wait } from "node:timers/promises";
import type { Host } from "../../infra/local/start.ts";

/** Answers a request while each transaction of many takes two seconds. */
export async function slowly<T>(
  host: Pick<Host, "suffer">,
  request: () => Promise<T>,
  many = 20,
): Promise<T> {
  host.suffer(async ({ operation, input }) => {
    const { TransactItems = [] } = input as { TransactItems?: unknown[] };
    if (operation === "TransactWriteItems" && TransactItems.length > many) await wait(2_000);
    return undefined;
  });
  try {
    return await request();
  } finally {
    host.suffer();
  }
}
