import { platform } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as openRequests from "../../shared/table/open-requests.ts";
import type { Kind, Part } from "./kind.ts";
import { lapseAbout } from "./lapse.ts";
import { lapseAskedBy } from "./lapse-unfounded.ts";
import { withdrawAt } from "./withdraw.ts";

/** Ends what somebody asked for, and whom they invited, at customers by a right on the platform that they lost. */
export async function endElsewhere(loser: string, task: Task): Promise<void> {
  for await (const customer of invitations.placesOf(loser)) await withdrawAt(customer, loser, task);
  for await (const customer of openRequests.placesOf(loser))
    if (customer !== platform) await lapseAskedBy(loser, customer, task);
}

const elsewhere: Part<{ id: string }> = {
  take: async ([one], { task }) => {
    if (one) await endElsewhere(one.id, task);
    if (task.task === "user-deleted") await lapseAbout(task);
    return [false];
  },
};

const allSeenTo = "elsewhere";

/** The same kind, which also sees at all customers to what somebody asked for and whom they invited who lost a right on the platform, or was deleted. Indexes show what was done shortly before only a little later, so it looks twice. */
export const alsoElsewhere = (kind: Kind): Kind => ({
  ...kind,
  parts: { ...kind.parts, elsewhere },
  next: async (operation, task) => {
    if (operation.cursor === allSeenTo) return undefined;
    const own = await kind.next(operation, task);
    if (own || task.customer !== undefined) return own;
    return { part: "elsewhere", things: [{ id: task.subject }], cursor: allSeenTo };
  },
  looksAgain: (task) => task.customer === undefined || kind.looksAgain?.(task) === true,
});
