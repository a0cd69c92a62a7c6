import { expect } from "vitest";
import type { Caller } from "./api.ts";
import type { Person } from "./given.ts";
import type { startHost } from "./host.ts";
import { until } from "./inbox.ts";
import { tableOf } from "./table.ts";

type Host = Awaited<ReturnType<typeof startHost>>;

/** Asks for a customer to be closed, by somebody who sees its version. */
export async function close(
  by: Pick<Caller, "post">,
  { id, path }: { id: string; path: string },
  { query = "", ...more }: { query?: string; recursive?: boolean; reason?: string } = {},
) {
  const body = { confirm: id, reason: "The contract has ended", ...more };
  return by.post(`${path}/close${query}`, body, { "if-match": "*" });
}

/** Asks for many customers to be closed. */
export const closeMany = (
  by: Pick<Caller, "post">,
  ids: readonly string[],
  { query = "", ...more }: { query?: string; recursive?: boolean; confirm?: number } = {},
) =>
  by.post(`/v1/customers/close${query}`, {
    ids,
    confirm: new Set(ids).size,
    reason: "The contracts have ended",
    ...more,
  });

/** Waits until an operation has looked the last time, which it does a minute after it was done. */
export async function lookedLast(host: Host, caller: Person, operation: string) {
  await until(async () => {
    const { body } = await caller.get(`/v1/operations/${operation}`);
    return body.state === "done" && body;
  }, "the closing");
  host.move(65_000);
  const task = { pk: `J#${operation.replace("opn", "evt")}`, sk: "@" };
  await until(async () => {
    await host.tick("Sweep");
    return (await tableOf(host).get(task)) === undefined;
  }, "the last look");
}

/** Waits until every closing has looked the last time. */
export async function allLookedLast(host: Host) {
  host.move(65_000);
  await until(async () => {
    await host.tick("Sweep");
    const items = await tableOf(host).all();
    return items.every(({ kind, task }) => kind !== "task" || task !== "closing");
  }, "all last looks");
}

/** Has lost work found all the time, as sweeps do each minute; answers how to end that. */
export function sweeping(host: Host): () => void {
  const sweeps = setInterval(() => void host.tick("Sweep").catch(() => {}), 1_000);
  return () => clearInterval(sweeps);
}

/** Looks again and again whether anything is left of a closed customer: what was in hand when the worker was killed comes again after a while. */
export async function expectNothingLeft(host: Host, id: string) {
  const isClean = async () => {
    host.move(125_000);
    return (await leftOf(host, id)).length === 0;
  };
  await until(isClean, `nothing left of ${id}`).catch(() => {});
  expect(await leftOf(host, id)).toEqual([]);
}

/** Everything in the table that names a closed customer, but for what is meant to stay. */
export async function leftOf(at: Parameters<typeof tableOf>[0], id: string): Promise<string[]> {
  const stays =
    /^(event|user event|customer|gate|owners|former owners|former project|operation|receipt|failed receipt|letter|idempotency|customers to close|customer closed with others)$/;
  const items = await tableOf(at).all();
  return items
    .filter(({ kind }) => !stays.test(String(kind)))
    .filter((item) => {
      const { pk, sk, customer, owner } = item as Record<string, unknown>;
      const names = [customer, owner].includes(id) || `${pk} ${sk}`.includes(`#${id}#`);
      return names || String(sk).endsWith(`#${id}`);
    })
    .map(({ pk, sk }) => `${pk} ${sk}`);
}
