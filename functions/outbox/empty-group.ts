import { platform } from "../../shared/model/id.ts";
import type { ThingKind } from "../../shared/model/thing-kind.ts";
import { commit } from "../../shared/table/commit.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as thingLists from "../../shared/table/thing-lists.ts";
import * as things from "../../shared/table/things.ts";
import type { Kind, Part } from "./kind.ts";

/** Things that one transaction takes out: each is written, and its place in the group deleted. */
const atOnce = 45;
const pageSize = 180;

/** Takes things out of a group that was deleted, one transaction for all: when somebody changes one of them meanwhile they go one by one. */
const groupThings: Part<{ id: string }> = {
  counts: "members",
  together: atOnce,
  take: async (rows, { task }) => {
    const { subject: group, createdAt: updatedAt } = task;
    const ids = rows.map(({ id }) => id);
    const found = new Map((await things.byIds(ids)).map((thing) => [thing.id, thing]));
    const writes = ids.flatMap((id) => {
      const thing = found.get(id);
      if (!thing?.groups.includes(group)) return [things.forgetIn(id, group)];
      const groups = thing.groups.filter((other) => other !== group);
      return things.replace({ ...thing, groups, version: thing.version + 1, updatedAt }, thing);
    });
    await commit(writes, new Date(Date.now() + 8_000), { plansAnew: true });
    return ids.map(() => true);
  },
};

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
