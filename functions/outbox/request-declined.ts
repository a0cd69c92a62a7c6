import { letterOf } from "../../shared/model/outbox.ts";
import * as letters from "../../shared/table/letters.ts";
import { causeOf } from "./cause.ts";
import type { Kind, Part } from "./kind.ts";
import { nextMembers } from "./next-members.ts";
import { committed } from "./revoke.ts";

/** Whoever asked has a letter of the same event already, and gets no other. */
const members: Part<{ id: string }> = {
  counts: "members",
  take: async ([one], { task, again }) => {
    if (!one || one.id === task.actor) return [false];
    const { subject: through, customer: customerId, version = 1, input } = task;
    const cause = { ...causeOf(task, new Date()), customerId };
    const said = { version, through, request: String(input?.request) };
    const letter = letterOf(cause, "request-declined", one.id, said);
    return [(await committed([letters.write(letter)])) || again];
  },
};

/** Tells the members of a group that nothing comes of what was asked for it. */
export const requestDeclined: Kind = { parts: { members }, next: nextMembers };
