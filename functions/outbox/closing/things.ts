import { kindsOfThings, type ThingKind } from "../../../shared/model/thing-kind.ts";
import { commit, tryDelete } from "../../../shared/table/commit.ts";
import { keys } from "../../../shared/table/schema.ts";
import * as thingCounters from "../../../shared/table/thing-counters.ts";
import * as thingGroups from "../../../shared/table/thing-groups.ts";
import * as thingLists from "../../../shared/table/thing-lists.ts";
import { chunksOf, removal } from "../../../shared/table/thing-removal.ts";
import * as things from "../../../shared/table/things.ts";
import { cleaner } from "./cleaner.ts";

const pageSize = 480;

/** What one call looks at: as many as one transaction takes away. */
const together = 96;

/** Things of one kind: a transaction takes away those of one shard, and counts them off. */
const ofKind = (kind: ThingKind) =>
  cleaner({
    name: kind,
    find: async (owner, after) => {
      const owned = { owner, things: kind };
      const shards = (await thingCounters.of(owned)).map(({ shard }) => shard);
      // Shard by shard, since those of one shard go together.
      const [shard = shards[0], from] = (after ? JSON.parse(after) : []) as [string?, string?];
      if (shard === undefined) return { things: [] };
      const page = await thingLists.idsOf(owned, {
        limit: pageSize,
        shards: [shard],
        after: from,
      });
      const other = shards[shards.indexOf(shard) + 1];
      const next = page.nextCursor ? [shard, page.nextCursor] : other && [other];
      return {
        things: page.items.map(({ id }) => ({ id, customer: owner })),
        next: next && JSON.stringify(next),
      };
    },
    part: {
      together,
      atOnce: 8,
      take: async (some, { operation }) => {
        const [first] = some;
        if (!first) return [];
        const owned = { owner: first.customer, things: kind };
        const found = await things.byIds(some.map(({ id }) => id));
        const own = found.filter((thing) => things.ownedOf(thing).owner === owned.owner);
        for (const chunk of chunksOf(own))
          await commit(removal(owned, chunk), new Date(Date.now() + 8_000), { plansAnew: true });
        // What counts the last things is gone by itself only while everything is looked through.
        if (operation.retry) await forgetCounters(owned);
        return some.map(() => true);
      },
    },
  });

async function forgetCounters(owned: thingCounters.Owned): Promise<void> {
  for (const { shard } of await thingCounters.of(owned))
    await tryDelete({
      ...{ key: keys["thing counter"]({ ...owned, shard }), when: "n = :none" },
      values: { ":none": 0 },
    });
}

/** The groups for things of one kind. */
const groupsFor = (kind: ThingKind) =>
  cleaner({
    name: `${kind}-groups`,
    find: async (owner, after) => {
      const page = await thingGroups.ofOwner({ owner, things: kind }, { limit: 100, after });
      return {
        things: page.items.map(({ id }) => ({ id, customer: owner })),
        next: page.nextCursor,
      };
    },
    part: {
      take: async ([one]) => [
        one ? await tryDelete({ key: keys["thing group"]({ group: one.id }) }) : false,
      ],
    },
  });

export const ownedThings = kindsOfThings.flatMap((kind) => [ofKind(kind), groupsFor(kind)]);
