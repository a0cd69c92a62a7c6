import type { StoredAccessRequest } from "../../shared/model/access-request.ts";
import type { Event } from "../../shared/model/event.ts";
import { isGroupId, isUserId } from "../../shared/model/id.ts";
import { letterOf, taskOf } from "../../shared/model/outbox.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** Lets people know what became of a request: each member of a group by the worker. Machines read no mail. */
export function tell(
  event: Event,
  { id: request, version }: StoredAccessRequest,
  letter: "request-approved" | "request-declined",
  concerned: readonly (string | undefined)[],
): Write[] {
  const told = new Set(concerned.flatMap((one) => one ?? []));
  told.delete(event.actor.id);
  return [...told].flatMap((one) => {
    if (isUserId(one)) return letters.write(letterOf(event, letter, one, { version, request }));
    const isOfGroup = letter === "request-declined" && isGroupId(one);
    return isOfGroup
      ? tasks.write(taskOf(event, letter, one, { version, input: { request } }))
      : [];
  });
}
