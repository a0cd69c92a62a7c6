import { operationOf } from "../../shared/model/id.ts";
import { keys } from "../../shared/table/schema.ts";
import type { startHost } from "./host.ts";
import { until } from "./inbox.ts";
import { tableOf } from "./table.ts";

type Host = Awaited<ReturnType<typeof startHost>>;

const day = 86_400_000;

/** Lets days pass on a host of a test's own. */
export function daysOf(hostOf: () => Host) {
  /** Waits until everything that is to be done and sent has been. */
  const settled = () =>
    until(async () => {
      const items = await tableOf(hostOf()).all();
      const isUnderWay = ({ kind, state }: Record<string, unknown>) =>
        (kind === "letter" && /open|claimed/.test(`${state}`)) ||
        (kind === "operation" && state === "running");
      const operations = new Set(
        items.filter(({ kind }) => kind === "operation").map(({ pk }) => pk),
      );
      const isBegun = ({ event }: Record<string, unknown>) =>
        operations.has(keys.operation({ operation: operationOf(String(event)) }).pk);
      return !items.some((item) => isUnderWay(item) || (item.kind === "task" && !isBegun(item)));
    }, "the end of everything");
  return {
    inDays: (days: number) => new Date(hostOf().now() + days * day).toISOString(),
    settled,
    /** Lets days pass, and the sweep of the next minute look at what is due. Nothing is under way then: a function would find itself days late. */
    pass: async (days: number) => {
      await settled();
      hostOf().move(Math.round(days * day) + 61_000);
      await hostOf().tick("Sweep");
    },
  };
}
