import type { Event, SeenEvent } from "../../shared/model/event.ts";
import { isUserId } from "../../shared/model/id.ts";
import type { Page } from "../../shared/table/page.ts";
import * as users from "../../shared/table/users.ts";

/** A page of the log with the people in it as they are called now. The log itself knows them by id alone, so that whoever is deleted has no name in it any more. */
export async function withNames({ items, ...page }: Page<Event>): Promise<Page<SeenEvent>> {
  const ids = new Set(items.flatMap(peopleIn));
  const known = await users.byIds([...ids], { strong: false });
  const names = new Map(
    known.flatMap(({ id, status, firstName, lastName, email }) =>
      status === "deleted" ? [] : [[id, { firstName, lastName, email }] as const],
    ),
  );
  const namedIn = (event: Event) =>
    peopleIn(event).flatMap((id) => {
      const name = names.get(id);
      return name ? [[id, name] as const] : [];
    });
  return {
    ...page,
    items: items.map((event) => ({ ...event, people: Object.fromEntries(namedIn(event)) })),
  };
}

const peopleIn = ({ actor, subject }: Event) => [actor.id, subject].filter(isUserId);
