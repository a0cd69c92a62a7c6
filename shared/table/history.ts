import { firstIdOf, isUserId } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { StoredEvent } from "../model/settled.ts";
import { type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import * as personEvents from "./person-events.ts";
import { keys } from "./schema.ts";

/** Events that one answer may take. */
const readAtMost = 2000;
const pageSize = 200;

/** What events are about: at a customer, or else a person as such and what lies on the platform. */
export interface Trail {
  subject: string;
  customer?: string | undefined;
}

interface Page {
  events: StoredEvent[];
  last?: Key | undefined;
}

/** The log as it stood at an instant: each trail newest first, no further than somebody looks, and once for all who look. */
export function historyUntil(asOf: Date) {
  const trails = new Map<string, Promise<Page>[]>();
  const firsts = new Map<string, Promise<Page>>();
  const others = new Map<string, Promise<unknown>>();
  let read = 0;

  async function load(trail: Trail, after: Key | undefined, newestFirst = true): Promise<Page> {
    const { collection, start } = placeOf(trail);
    const until = `${start}${firstIdOf("event", asOf)}~`;
    const limit = newestFirst ? pageSize : 1;
    const options = { from: start || undefined, until, newestFirst, after, limit, strong: true };
    const { items, last } = await query(collection, options);
    read += items.length;
    if (read > readAtMost)
      throw new Refusal(
        "too_much_history",
        `More than ${readAtMost} events would have to be read. Ask about less at once, or as of an earlier instant.`,
      );
    return { events: items.map((item) => StoredEvent().parse(item)), last };
  }

  async function pageOf(trail: Trail, n: number): Promise<Page | undefined> {
    const name = nameOf(trail);
    const pages = trails.get(name) ?? [];
    trails.set(name, pages);
    const before = n > 0 ? await pages[n - 1] : undefined;
    if (n > 0 && !before?.last) return undefined;
    pages[n] ??= load(trail, before?.last);
    return pages[n];
  }

  async function* events(trail: Trail) {
    for (let n = 0; ; n++) {
      const page = await pageOf(trail, n);
      if (!page) return;
      yield* page.events;
    }
  }

  return {
    asOf,
    /** What the newest event says that says anything; null is an answer, undefined is none. */
    async latest<T>(trail: Trail, say: (event: StoredEvent) => T | undefined) {
      for await (const event of events(trail)) {
        const said = say(event);
        if (said !== undefined) return said;
      }
      return undefined;
    },
    /** Everything there is, newest first. */
    async all(trail: Trail): Promise<StoredEvent[]> {
      const found: StoredEvent[] = [];
      for await (const event of events(trail)) found.push(event);
      return found;
    },
    /** Something else that was so then, read once for all who look. */
    once<T>(name: string, read: () => Promise<T>): Promise<T> {
      const found = others.get(name) ?? read();
      others.set(name, found);
      return found as Promise<T>;
    },
    /** The oldest event there is. */
    async first(trail: Trail): Promise<StoredEvent | undefined> {
      const name = nameOf(trail);
      const page = firsts.get(name) ?? load(trail, undefined, false);
      firsts.set(name, page);
      return (await page).events[0];
    },
  };
}

export type History = ReturnType<typeof historyUntil>;

const nameOf = ({ customer, subject }: Trail) => `${customer}/${subject}`;

function placeOf({ customer, subject }: Trail) {
  if (customer !== undefined && isUserId(subject))
    return {
      collection: personEvents.listOf(subject, "subject"),
      start: personEvents.startOf(customer),
    };
  if (customer !== undefined)
    return { collection: collections["events about a subject"]({ customer, subject }), start: "" };
  const { pk, sk: start } = keys["user event"]({ user: subject, event: "" });
  return { collection: { pk }, start };
}
