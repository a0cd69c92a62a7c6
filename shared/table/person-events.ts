import { Event } from "../model/event.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { customerIn } from "./event-keys.ts";
import { type Page, type PageOptions, page } from "./page.ts";
import { aboutIn, indexed, keys } from "./schema.ts";

/** Whether somebody is who an event is about, or who did it. */
export type As = "subject" | "actor";

interface Options extends PageOptions {
  /** Of this customer only. */
  customer?: string;
  span?: { from?: string | undefined; until?: string | undefined };
}

/** Where all events lie that a person has a part in, customer by customer. */
export const listOf = (person: string, as: As) =>
  as === "subject"
    ? collections["events about a person"]({ subject: person })
    : collections["events by a person"]({ actor: person });

/** What events of a customer begin with there. */
export const startOf = (customer: string, event = "") =>
  indexed["event about a person"]({ subject: "", customer, event }).gsi1sk;

/** Events at customers in which a person has a part: of one customer newest first, or of all, one customer after the other. */
export function of(person: string, as: As, options: Options): Promise<Page<Event>> {
  const { customer, span = {}, limit, after } = options;
  const collection = listOf(person, as);
  const start = customer === undefined ? undefined : startOf(customer);
  return page({
    collection,
    schema: Event(),
    positionOf: ({ customerId = "", id }) => startOf(customerId, id),
    keyAt: (position) => ({
      ...keys.event({ customer: customerIn(position), event: aboutIn(position) || "-" }),
      ...indexKeyIn(collection, position),
    }),
    limit,
    after,
    newestFirst: true,
    ...(start && {
      begins: start,
      range: { from: `${start}${span.from ?? ""}`, until: `${start}${span.until ?? "~"}` },
    }),
  });
}
