import { letterOf } from "../../shared/model/outbox.ts";
import * as admins from "../../shared/table/admins.ts";
import * as letters from "../../shared/table/letters.ts";
import { causeOf } from "./cause.ts";
import { mayHelp } from "./helping-ownerless.ts";
import type { Kind, Part } from "./kind.ts";
import { type Holder, nextHolders } from "./next-holders.ts";
import { committed } from "./revoke.ts";

const holders: Part<Holder> = {
  take: async ([one], { task, again }) => {
    const now = new Date();
    if (!one || one.id === task.actor || !(await mayHelp(one.id, task.customer ?? "-", now)))
      return [false];
    const letter = letterOf(causeOf(task, now), "owner-declined", one.id, { version: 1 });
    return [(await committed([letters.write(letter)])) || again];
  },
};

/** Tells everybody on the platform who handles requests that a customer was left without an owner. */
export const ownerDeclined: Kind = {
  parts: { holders },
  next: ({ cursor }) =>
    nextHolders(async (options) => {
      const { items, ...page } = await admins.list(options);
      return { ids: items.map(({ id }) => id), ...page };
    }, cursor),
  looksAgain: () => true,
};
