import { Event, type EventFilter } from "../model/event.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { spanOf, wantedOf } from "./event-filter.ts";
import { mergedPage } from "./merged-page.ts";
import { type Page, type PageOptions, page } from "./page.ts";
import { keys } from "./schema.ts";

type Options = EventFilter & PageOptions;

/** What happened to people as such and on the platform, at no customer, newest first. */
export async function ofPlatform(options: Options): Promise<Page<Event>> {
  const { subject, actor } = options;
  const read = subject ? about(subject, options) : actor ? by(actor, options) : all(options);
  return wantedOf(await read, options);
}

/** These lie with their subject, behind a prefix that the span has as well. */
function about(subject: string, { limit, after, ...filter }: Options) {
  const keyOf = (event: string) => keys["user event"]({ user: subject, event });
  const { from = "", until = "~" } = spanOf(filter);
  return page({
    limit,
    after,
    schema: Event(),
    newestFirst: true,
    collection: collections["platform events about a subject"]({ subject }),
    positionOf: ({ id }) => keyOf(id).sk,
    keyAt: (position) => ({ ...keyOf(""), sk: position }),
    range: { from: keyOf(from).sk, until: keyOf(until).sk },
  });
}

function by(actor: string, { limit, after, ...filter }: Options) {
  const collection = collections["platform events by an actor"]({ actor });
  return page({
    limit,
    after,
    schema: Event(),
    newestFirst: true,
    collection,
    positionOf,
    keyAt: (position) => keyIn(collection, position),
    range: spanOf(filter),
  });
}

const all = ({ limit, after, ...filter }: Options) =>
  mergedPage({
    limit,
    after,
    schema: Event(),
    newestFirst: true,
    positionOf,
    order: (one, other) => (one < other ? 1 : -Number(one > other)),
    collectionOf: (shard) => collections["platform events"]({ shard }),
    keyAt: (position, shard) => keyIn(collections["platform events"]({ shard }), position),
    range: spanOf(filter),
  });

/** An index goes on after an item's own key too, which its subject is a part of. */
const positionOf = ({ id, subject }: Event) => `${id} ${subject}`;

function keyIn(collection: Parameters<typeof indexKeyIn>[0], position: string) {
  const [event = "", user = ""] = position.split(" ");
  return { ...keys["user event"]({ user, event }), ...indexKeyIn(collection, event) };
}
