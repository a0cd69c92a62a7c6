import { platform } from "../../shared/model/id.ts";
import type { Thing } from "../../shared/model/thing.ts";
import type { ThingKind } from "../../shared/model/thing-kind.ts";
import { commit } from "../../shared/table/commit.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import * as thingLists from "../../shared/table/thing-lists.ts";
import * as things from "../../shared/table/things.ts";
import type { Kind, Part } from "./kind.ts";

/** Things that one transaction takes out: each is written, and its place in the group deleted. */
const atOnce = 45;
const pageSize = 180;

/** Takes things out of a group that was deleted, one transaction for all: when somebody changes one of them meanwhile they go one by one. A group with an external id may be made again: then those go that nobody has changed since, and what was put there later stays. */
const groupThings: Part<{ id: string }> = {
  counts: "members",
  together: atOnce,
  take: async (rows, { task }) => {
    const { subject: group, createdAt: goneAt } = task;
    const ids = rows.map(({ id }) => id);
    const [all, again] = await Promise.all([things.byIds(ids), thingGroups.byId(group)]);
    const found = new Map(all.map((thing) => [thing.id, thing]));
    const writes = ids.map((id) => {
      const thing = found.get(id);
      if (!thing?.groups.includes(group)) return again ? [] : [things.forgetIn(id, group)];
      if (again && thing.updatedAt > goneAt) return [];
      return things.replace(without(thing, group, goneAt), thing);
    });
    const isGone = again ? [] : [things.groupIsGone(group)];
    const deadline = new Date(Date.now() + 8_000);
    await commit([...writes.flat(), ...isGone], deadline, { plansAnew: true });
    return writes.map((some) => some.length > 0);
  },
};

/** A thing out of a group. No older than it was: its age tells what was put into a group that was made again. */
const without = (thing: Thing, group: string, goneAt: string): Thing => ({
  ...thing,
  groups: thing.groups.filter((other) => other !== group),
  version: thing.version + 1,
  updatedAt: thing.updatedAt > goneAt ? thing.updatedAt : goneAt,
});

/** Leaves nothing in a group of things that was deleted. */
export const thingGroupDeleted: Kind = {
  parts: { things: groupThings },
  next: async ({ cursor: after }, { subject, customer: owner = platform, things: kind }) => {
    const counters = await thingCounters.of({ owner, things: kind as ThingKind });
    const shards = counters.map(({ shard }) => shard);
    const page = await thingLists.rowsOf(subject, { limit: pageSize, shards, after });
    const rows = page.items.map(({ thing: id }) => ({ id }));
    const cursor = page.items.at(-1)?.gsi1sk;
    return rows.length > 0 ? { part: "things", things: rows, cursor } : undefined;
  },
  looksAgain: () => true,
};
