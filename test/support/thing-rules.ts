import { ownerOf, platform } from "../../shared/model/id.ts";
import { sortedName } from "../../shared/model/sorted-name.ts";
import type { Thing } from "../../shared/model/thing.ts";
import type { StoredThingGroup } from "../../shared/model/thing-group.ts";
import { kindOfThing, shardOf } from "../../shared/model/thing-kind.ts";
import { indexed, keys } from "../../shared/table/schema.ts";
import type { Table } from "./rules.ts";

const placeOf = (thing: Thing) => ({
  owner: ownerOf(thing),
  things: kindOfThing(thing.id),
  shard: shardOf(thing.id),
  name: sortedName(thing.name),
  thing: thing.id,
});

/** Every thing has one owner, stands in the lists of that owner alone, and in the groups that it names. */
export function things({ at, of, expect }: Table) {
  for (const thing of of<Thing>("thing")) {
    const { id, groups } = thing;
    const owner = ownerOf(thing);
    expect(owner === platform || at(keys.customer({ customer: owner })), `${id} has no owner`);
    for (const [name, value] of Object.entries(indexed.thing(placeOf(thing))))
      expect(thing[name as never] === value, `${id} is listed at ${thing[name as never]}`);
    for (const group of groups)
      expect(at(keys["thing in group"]({ thing: id, group })), `${id} is not listed in ${group}`);
  }
}

/** No group names a stranger: what is listed in it is of its owner and its kind, and says so itself. */
export function thingsInGroups({ at, of, expect }: Table) {
  type Row = { thing: string; group: string; gsi1pk: string; gsi1sk: string };
  for (const { thing: id, group, gsi1pk, gsi1sk } of of<Row>("thing in group")) {
    const thing = at(keys.thing({ thing: id })) as Thing | undefined;
    const kept = at(keys["thing group"]({ group })) as StoredThingGroup | undefined;
    expect(thing?.groups.includes(group), `${group} lists ${id}, which does not say so`);
    expect(
      kept && thing && ownerOf(kept) === ownerOf(thing) && kept.things === kindOfThing(id),
      `${group} lists ${id} of somebody else`,
    );
    if (!thing) continue;
    const place = indexed["thing in group"]({ ...placeOf(thing), group });
    expect(gsi1pk === place.gsi1pk && gsi1sk === place.gsi1sk, `${id} is misplaced in ${group}`);
  }
}

/** Each counter counts the things of its owner, kind and shard; nothing uncounted is there. */
export function thingCounts({ of, expect }: Table) {
  type Count = { pk: string; things: string; shard: string; n: number; room: number };
  const nameOf = (thing: Thing) => {
    const { owner, things, shard } = placeOf(thing);
    return Object.values(keys["thing counter"]({ owner, things, shard })).join(" ");
  };
  const there = Map.groupBy(of<Thing>("thing"), nameOf);
  for (const { pk, sk, n, room } of of<Count>("thing counter")) {
    const name = `${pk} ${sk}`;
    const found = there.get(name)?.length ?? 0;
    expect(n === found, `${name} counts ${n}, and there are ${found}`);
    expect(room >= 0, `${name} has room for ${room}`);
    there.delete(name);
  }
  for (const name of there.keys()) expect(false, `${name} is missing`);
}
