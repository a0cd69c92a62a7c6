import { type Letter, letterOf, type Task } from "../../shared/model/outbox.ts";
import * as letters from "../../shared/table/letters.ts";
import { causeOf } from "./cause.ts";
import type { Kind, Part } from "./kind.ts";
import { nextMembers } from "./next-members.ts";
import { committed } from "./revoke.ts";

/** Tells each member of a group, and changes nothing. Whoever has a letter of the same event already gets no other. */
function telling(letter: Letter["letter"], about: (task: Task) => Partial<Letter>): Kind {
  const members: Part<{ id: string }> = {
    counts: "members",
    take: async ([one], { task, again }) => {
      if (!one || one.id === task.actor) return [false];
      const { subject: through, customer: customerId, version = 1 } = task;
      const cause = { ...causeOf(task, new Date()), customerId };
      const said = letterOf(cause, letter, one.id, { version, through, ...about(task) });
      return [(await committed([letters.write(said)])) || again];
    },
  };
  return { parts: { members }, next: nextMembers };
}

/** That nothing comes of what was asked for the group. */
export const requestDeclined = telling("request-declined", ({ input }) => ({
  request: String(input?.request),
}));

/** That roles of the group on the platform end soon. */
export const adminAccessEnding = telling("access-ending", ({ until }) => ({ until }));
