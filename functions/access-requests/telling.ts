import type { StoredAccessRequest } from "../../shared/model/access-request.ts";
import type { Event } from "../../shared/model/event.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";

/** Lets people know what became of a request; machines and groups read no mail. */
export function tell(
  event: Event,
  { id, version }: StoredAccessRequest,
  letter: "request-approved" | "request-declined",
  people: readonly (string | undefined)[],
): Write[] {
  const told = new Set(people.filter((one) => one?.startsWith("usr_")));
  told.delete(event.actor.id);
  return [...told].map((person) =>
    letters.write(letterOf(event, letter, person as string, { version, request: id })),
  );
}
