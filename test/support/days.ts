import { operationOf } from "../../shared/model/id.ts";
import { keys } from "../../shared/table/schema.ts";
import type { startHost } from "./host.ts";
import { until } from "./inbox.ts";
import { tableOf } from "./table.ts";

type Host = Awaited<ReturnType<typeof startHost>>;
type Item = Record<string, unknown>;

const day = 86_400_000;

/** Lets days pass on a host of a test's own. */
export function daysOf(hostOf: () => Host) {
  /** Waits until the table has none of some items; when they stay it says which. */
  const none = async (what: string, those: (items: Item[]) => Item[]) => {
    let left: Item[] = [];
    const isGone = async () => {
      left = those(await tableOf(hostOf()).all());
      return left.length === 0;
    };
    await until(isGone, what).catch((cause) => {
      throw new Error(`${what}: ${JSON.stringify(left)}`, { cause });
    });
  };
  /** Waits until everything that is to be done and sent has been. */
  const settled = () => none("not done or sent", underWay);
  return {
    inDays: (days: number) => new Date(hostOf().now() + days * day).toISOString(),
    settled,
    /** Lets days pass, and the sweep of the next minute look at what is due. Nothing is under way then, nor looked at once more a minute later: a function would find itself days late, and its operation gone. */
    pass: async (days: number) => {
      await settled();
      hostOf().move(61_000);
      await none("not looked at once more", (items) => items.filter(({ kind }) => kind === "task"));
      hostOf().move(Math.round(days * day) + 61_000);
      await hostOf().tick("Sweep");
    },
  };
}

function underWay(items: Item[]): Item[] {
  const operations = new Set(items.filter(({ kind }) => kind === "operation").map(({ pk }) => pk));
  const isBegun = ({ event }: Item) =>
    operations.has(keys.operation({ operation: operationOf(String(event)) }).pk);
  return items.filter(
    (item) =>
      (item.kind === "letter" && /open|claimed/.test(`${item.state}`)) ||
      (item.kind === "operation" && item.state === "running") ||
      (item.kind === "task" && !isBegun(item)),
  );
}
