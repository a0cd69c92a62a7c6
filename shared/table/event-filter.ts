import type { Event, EventFilter } from "../model/event.ts";
import { firstIdOf } from "../model/id.ts";
import type { Page } from "./page.ts";

/** Event ids sort by their instant, so a span of time is a span of ids. */
export const spanOf = ({ since, until }: EventFilter) => ({
  from: since && firstIdOf("event", new Date(since)),
  until: until && `${firstIdOf("event", new Date(Date.parse(until) - 1))}~`,
});

/** Those of a page that are of the type and by the actor asked for. */
export const wantedOf = (
  { items, nextCursor }: Page<Event>,
  { type, actor }: EventFilter,
): Page<Event> => ({
  items: items.filter(
    (event) => (!type || event.type === type) && (!actor || event.actor.id === actor),
  ),
  ...(nextCursor && { nextCursor }),
});
