import type { CustomerBinding } from "../../shared/model/binding.ts";
import { liveIn } from "../../shared/model/held-place.ts";
import { isGroupId } from "../../shared/model/id.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as letters from "../../shared/table/letters.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { causeOf } from "./cause.ts";
import type { Batch, Kind, Part } from "./kind.ts";
import { committed } from "./revoke.ts";

interface Reader {
  id: string;
  /** The group by which they are a member. */
  through?: string;
}

const aPage = 100;

/** Whoever is met twice, by themselves and in groups, has a letter of the same event already. */
const readers: Part<Reader> = {
  take: async ([one], { task, again }) => {
    if (!one || one.id === task.actor) return [false];
    const { through } = one;
    const letter = letterOf(causeOf(task, new Date()), "message", one.id, {
      version: 1,
      reason: String(task.input?.text),
      ...(through && { through }),
    });
    return [(await committed([letters.write(letter)])) || again];
  },
};

/** Writes to everybody who holds a role at the customer. A position is a holder, and of a group how far it got among its members. */
export const messageSent: Kind = {
  parts: { readers },
  next: async ({ cursor, customer = "" }) => {
    let [holder, member] = cursor?.split(" ") ?? [];
    for (;;) {
      const inside = holder && member !== undefined ? await membersOf(holder, member) : undefined;
      if (inside) return inside;
      const { items } = await bindingLists.onCustomer(customer, { limit: aPage, after: holder });
      const [first] = items;
      if (!first) return undefined;
      // Groups come before people in the order of ids: one after the other is gone through first.
      if (!isGroupId(first.principal)) return people(items);
      holder = first.principal;
      member = isHeld(first) ? "" : undefined;
    }
  },
};

const isHeld = ({ roles }: CustomerBinding) => liveIn(roles, new Date()).length > 0;

const people = (bindings: readonly CustomerBinding[]): Batch => ({
  part: "readers",
  things: bindings.filter(isHeld).map(({ principal: id }) => ({ id })),
  cursor: bindings.at(-1)?.principal,
});

async function membersOf(group: string, after: string): Promise<Batch | undefined> {
  const { items } = await memberships.ofGroup(group, { limit: aPage, after: after || undefined });
  const things = items.map(({ principal: id }) => ({ id, through: group }));
  const last = things.at(-1)?.id;
  return last ? { part: "readers", things, cursor: `${group} ${last}` } : undefined;
}
