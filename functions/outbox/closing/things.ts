import { kindsOfThings, type ThingKind } from "../../../shared/model/thing-kind.ts";
import { commit } from "../../../shared/table/commit.ts";
import { keys } from "../../../shared/table/schema.ts";
import * as thingCounters from "../../../shared/table/thing-counters.ts";
import * as thingGroups from "../../../shared/table/thing-groups.ts";
import * as thingLists from "../../../shared/table/thing-lists.ts";
import { chunksOf, removal } from "../../../shared/table/thing-removal.ts";
import * as things from "../../../shared/table/things.ts";
import { tryDelete } from "../../../shared/table/trying.ts";
import { cleaner } from "./cleaner.ts";

/** What one call looks at: as many as one transaction takes away. */
const together = 96;

/** Shards whose things go at the same time: each is a partition with a limit of its own. */
const shardsAtOnce = 5;

/** The shards that are left, and how far the first ones are. */
type Way = [shard: string, from?: string][];

/** Things of one kind: a transaction takes away those of one shard, and counts them off. */
const ofKind = (kind: ThingKind) =>
  cleaner({
    name: kind,
    find: async (owner, after) => {
      const owned = { owner, things: kind };
      const left: Way = after
        ? JSON.parse(after)
        : (await thingCounters.of(owned)).map(({ shard }) => [shard]);
      const pages = await Promise.all(
        left.slice(0, shardsAtOnce).map(async ([shard, from]) => {
          const page = { limit: together, shards: [shard], after: from };
          return { shard, ...(await thingLists.idsOf(owned, page)) };
        }),
      );
      const going: Way = pages.flatMap(({ shard, nextCursor }) =>
        nextCursor ? [[shard, nextCursor]] : [],
      );
      const next = [...going, ...left.slice(shardsAtOnce)];
      return {
        things: pages.flatMap(({ items }) => items.map(({ id }) => ({ id, customer: owner }))),
        next: next.length > 0 ? JSON.stringify(next) : undefined,
      };
    },
    part: {
      isInTotal: true,
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
      key: keys["thing counter"]({ ...owned, shard }),
      when: "n = :none",
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
