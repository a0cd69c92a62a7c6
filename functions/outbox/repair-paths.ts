import type { Task } from "../../shared/model/outbox.ts";
import { placeBelow } from "../../shared/model/place.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as places from "../../shared/table/places.ts";
import type { Gated } from "../../shared/table/sub-customers.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";
import type { Batch, Part } from "./kind.ts";

/** Customers on one page. */
const atOnce = 200;
const attempts = 10;

/**
 * Rewrites the paths below a moved customer, some at a time, always from above; undefined when all are right.
 * Each is written as that of its parent and one more, on condition of the parent's. Whoever changes a path goes on
 * with all that is below, and whatever is put below it later begins with it: so none is left behind, however moves overlap.
 */
export async function repairPaths(
  { subject }: Task,
  cursor: string | undefined,
): Promise<Batch | undefined> {
  const after = cursor?.split("/");
  const walk = subCustomers.below(subject, { first: settle, ...(after && { after }) });
  const ways: string[] = [];
  for await (const { way } of walk) {
    ways.push(way.join("/"));
    if (ways.length === atOnce) break;
  }
  const things = ways.map((way) => ({ id: way.slice(way.lastIndexOf("/") + 1) }));
  return things.length > 0 ? { part: "paths", things, cursor: ways.at(-1) } : undefined;
}

/** Looking has repaired them already: above comes before below. The last look counts none of them twice. */
export const repaired: Part<{ id: string }> = {
  counts: "customers",
  together: atOnce,
  take: async (customers, { operation }) => customers.map(() => operation.state !== "done"),
};

/** Has a page of siblings stand where their parent says. Those that have left it are somebody else's to see to. */
async function settle(parent: string, siblings: readonly Gated[]): Promise<readonly Gated[]> {
  let found = siblings;
  for (let attempt = 1; ; attempt++) {
    const [above] = await subCustomers.withGates([parent]);
    if (!above) return [];
    const { path } = placeBelow(above.gate);
    const here = found.filter(({ gate }) => gate.parentId === parent);
    const astray = here.filter(
      ({ customer, gate }) => !isPath(gate.path, path) || !isPath(customer.path, path),
    );
    if (astray.length === 0) return here;
    try {
      const writes = astray.flatMap(({ gate }) => places.repair(gate, path));
      await commit([places.hasPath(above.gate), ...writes], new Date(Date.now() + 8_000));
      return here;
    } catch (error) {
      if (!(error instanceof Outdated) || attempt === attempts) throw error;
      found = await subCustomers.withGates(here.map(({ customer }) => customer.id));
    }
  }
}

const isPath = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((id, i) => id === other[i]);
