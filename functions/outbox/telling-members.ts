import { type Letter, letterOf, letterOfChange, type Task } from "../../shared/model/outbox.ts";
import type { Membership } from "../../shared/model/user-group.ts";
import * as letters from "../../shared/table/letters.ts";
import { causeOf } from "./cause.ts";
import { endElsewhere } from "./elsewhere.ts";
import type { Kind, Part } from "./kind.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { nextMembers } from "./next-members.ts";
import { committed } from "./revoke.ts";
import { revokeKeys } from "./revoke-keys.ts";

type Said = Partial<Letter> & { letter: Letter["letter"] | undefined };

/** Tells each member of a group, and changes nothing. Whoever has a letter of the same event already gets no other, and whoever came later was told then how things are. */
function telling(about: (task: Task) => Said): Kind {
  const members: Part<Membership> = {
    counts: "members",
    take: async ([one], { task, again }) => {
      const { letter, ...said } = about(task);
      if (one && task.input?.costs) await endElsewhere(one.principal, task);
      if (!letter || !one || one.principal === task.actor || one.at > task.createdAt)
        return [false];
      const { subject: through, customer: customerId, version = 1 } = task;
      const cause = { ...causeOf(task, new Date()), customerId };
      const told = letterOf(cause, letter, one.principal, { version, through, ...said });
      return [(await committed([letters.write(told)])) || again];
    },
  };
  return { parts: { members }, next: nextMembers };
}

/** That nothing comes of what was asked for the group. */
export const requestDeclined = telling(({ input }) => ({
  letter: "request-declined",
  request: String(input?.request),
}));

/** That roles of the group on the platform end soon. */
export const adminAccessEnding = telling(({ until }) => ({ letter: "access-ending", until }));

/** That roles of the group on a group of customers end soon. */
export const customerGroupAccessEnding = telling(({ until, customerGroup }) => ({
  letter: "access-ending",
  until,
  customerGroup,
}));

/** That the group has other roles on the platform. Keys that rested on those that are gone are revoked first, and what was asked for by them lapses: on the platform at once, and at customers with each member. */
export const adminGroupChanged: Kind = {
  ...telling(({ before, after }) => ({ letter: letterOfChange({ before, after }), before, after })),
  begin: async (task) => {
    if (!task.input?.costs) return;
    await revokeKeys(task);
    await lapseUnfounded(task);
  },
  looksAgain: () => true,
};
