import { Event, type EventFilter } from "../model/event.ts";
import { isUserId, platform } from "../model/id.ts";
import type { StoredEvent } from "../model/settled.ts";
import { get } from "./client.ts";
import { collections } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { spanOf, wantedOf } from "./event-filter.ts";
import { type PageOptions, page } from "./page.ts";
import * as personEvents from "./person-events.ts";
import { indexed, keys } from "./schema.ts";

/** How long the log is kept. */
const retention = 5 * 365 * 24 * 60 * 60 * 1000;

/** When something that is written now leaves the log. */
export const keptUntil = (now: Date) => Math.floor((now.getTime() + retention) / 1000);

/** What was written before this may have left the log. */
export const logBegins = (now: Date) => new Date(now.getTime() - retention);

/** The record of a change at a customer. */
export const record = (event: StoredEvent & { customerId: string }): Write => {
  const customer = event.customerId;
  const { id, subject, actor } = event;
  return add(
    {
      ...event,
      kind: "event",
      ttl: keptUntil(new Date(event.at)),
      ...keys.event({ customer, event: id }),
      ...indexed.event({ customer, subject, actor: actor.id, event: id }),
      // All that somebody had a part in is found together, wherever it was: it is theirs to be told.
      ...(isUserId(subject) && indexed["event about a person"]({ customer, subject, event: id })),
      ...(isUserId(actor.id) &&
        indexed["event by a person"]({ customer, actor: actor.id, event: id })),
    },
    "outdated",
  );
};

/** The record of a change of a person, or of something on the platform, that no customer has to do with. */
export const recordOfUser = (event: StoredEvent): Write =>
  add(
    {
      ...event,
      kind: "user event",
      ttl: keptUntil(new Date(event.at)),
      ...keys["user event"]({ user: event.subject, event: event.id }),
      ...indexed["user event"]({ actor: event.actor.id, event: event.id }),
    },
    "outdated",
  );

/** What happened to a person as such, newest first. */
export const ofUser = (user: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["events of a person"]({ user }),
    schema: Event(),
    positionOf: ({ id }) => id,
    keyAt: (event) => keys["user event"]({ user, event }),
    newestFirst: true,
  });

/** The record of a change at a customer, or of something on the platform. */
export const recordAnywhere = (event: StoredEvent): Write =>
  event.customerId === undefined
    ? recordOfUser(event)
    : record({ ...event, customerId: event.customerId });

/** What happened at a customer, newest first. One of actor and subject chooses the index; type and the rest filter the page. */
export async function ofCustomer(customer: string, filter: EventFilter & PageOptions) {
  const { limit, after, actor, subject } = filter;
  const person = subject ?? actor ?? "";
  if (isUserId(person)) {
    const options = { customer, limit, after, span: spanOf(filter) };
    const as = subject ? "subject" : "actor";
    return wantedOf(await personEvents.of(person, as, options), filter);
  }
  const found = await page({
    collection: chosen(customer, filter),
    schema: Event(),
    positionOf: ({ id }) => id,
    keyAt: (event) => ({
      ...keys.event({ customer, event }),
      ...(subject && pick("gsi1", indexed.event({ customer, subject, actor: "", event }))),
      ...(!subject &&
        actor &&
        pick("gsi2", indexed.event({ customer, subject: "", actor, event }))),
    }),
    limit,
    after,
    newestFirst: true,
    range: spanOf(filter),
  });
  return wantedOf(found, filter);
}

function chosen(customer: string, { actor, subject }: EventFilter) {
  if (subject) return collections["events about a subject"]({ customer, subject });
  if (actor) return collections["events by an actor"]({ customer, actor });
  return collections["events of a customer"]({ customer });
}

const pick = (index: "gsi1" | "gsi2", all: Record<string, string>) => ({
  [`${index}pk`]: all[`${index}pk`],
  [`${index}sk`]: all[`${index}sk`],
});

/** One record at a customer, or about a subject on the platform, if there is one. */
export async function byId(owner: string, subject: string, event: string) {
  const key =
    owner === platform
      ? keys["user event"]({ user: subject, event })
      : keys.event({ customer: owner, event });
  const item = await get(key);
  return item && Event().parse(item);
}
