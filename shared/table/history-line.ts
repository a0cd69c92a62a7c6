import { levelsAtMost } from "../model/place.ts";
import type { FactsFound } from "./access-facts.ts";
import type { History } from "./history.ts";
import type { Place } from "./history-places.ts";
import { customerStatusThen } from "./history-status.ts";

/** The customer that it was asked about and those that were above it then, with what is known of them today; none where there was no such customer yet. */
export async function lineThen(
  { customer, ancestors, ...here }: FactsFound,
  history: History,
): Promise<Place[]> {
  if (!customer || customer.createdAt > history.asOf.toISOString()) return [];
  const today = [{ ...here, customer }, ...ancestors];
  const line: Place[] = [];
  let next: string | null | undefined = customer.id;
  while (next && line.length < levelsAtMost) {
    const i = today.findIndex((one) => one.customer.id === next);
    const above = i < 0 ? undefined : today[i + 1]?.customer.id;
    line.push(placeOf(next, await customerStatusThen(next, history), today[i]));
    next = (await parentThen(next, history)) ?? above;
  }
  return line;
}

/** What stood above then and does not today has nothing that is known of it. */
const placeOf = (
  id: string,
  status: Place["customer"]["status"] | undefined,
  known: (Place["today"] & Pick<Place, "customer">) | undefined,
) => ({
  customer: { id, status: status ?? known?.customer.status ?? "active" },
  today: known ?? { groups: [] },
});

/** The parent that the log tells of, an empty one at the top; undefined where the log does not reach back. */
const parentThen = (id: string, history: History) =>
  history.latest({ customer: id, subject: id }, ({ type, after }) =>
    type === "customer.moved" || type === "customer.created"
      ? String(after?.parentId ?? "")
      : undefined,
  );
