import { platform } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as openRequests from "../../shared/table/open-requests.ts";
import type { Kind, Part } from "./kind.ts";
import { lapseAbout } from "./lapse.ts";
import { lapseAskedBy } from "./lapse-unfounded.ts";

/** Ends what somebody asked for at customers by a right on the platform that they lost. */
export async function lapseElsewhere(requester: string, task: Task): Promise<void> {
  for await (const customer of openRequests.placesOf(requester))
    if (customer !== platform) await lapseAskedBy(requester, customer, task);
}

const asked: Part<{ id: string }> = {
  take: async ([one], { task }) => {
    if (one) await lapseElsewhere(one.id, task);
    if (task.task === "user-deleted") await lapseAbout(task);
    return [false];
  },
};

const allSeenTo = "all asked";

/** The same kind, which also sees at all customers to what somebody asked for who lost a right on the platform, or was deleted. Indexes show what was asked for shortly before only a little later, so it looks twice. */
export const alsoAsked = (kind: Kind): Kind => ({
  ...kind,
  parts: { ...kind.parts, asked },
  next: async (operation, task) => {
    if (operation.cursor === allSeenTo) return undefined;
    const own = await kind.next(operation, task);
    if (own || task.customer !== undefined) return own;
    return { part: "asked", things: [{ id: task.subject }], cursor: allSeenTo };
  },
  looksAgain: (task) => task.customer === undefined || kind.looksAgain?.(task) === true,
});
