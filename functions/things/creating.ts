import { type At, defaultQuota, ownedBy, recorded, shownTo } from "../../shared/lambda/things.ts";
import { visible } from "../../shared/lambda/visible-things.ts";
import type { NewThing, Thing } from "../../shared/model/thing.ts";
import { newBatch } from "../../shared/model/thing-batch.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as things from "../../shared/table/things.ts";
import { foreignGroup, groupsFor, thingOf } from "./making.ts";
import { unseen } from "./sights.ts";

interface Creating extends At {
  body: NewThing;
  ahead: thingCounters.Counter[];
}

/** Makes a thing of a customer or of the platform. */
export async function create(request: Creating): Promise<Thing> {
  const { body, now, deadline, commit } = request;
  const owned = ownedBy(request);
  await mustBeReady(body, owned, request);
  const counters = await thingCounters.prepare(owned, request.ahead, {
    quota: defaultQuota(owned),
    deadline,
  });
  const shard = await thingCounters.shardFor(owned, counters, 1, deadline);
  const thing = thingOf(request, owned, body, { shard, ulid: newBatch(now) });
  await commit(
    [
      ...things.create(thing),
      ...thing.groups.map(things.groupStands),
      thingCounters.count(owned, shard, 1),
      recorded(request, "thing.created", { subject: thing.id, after: { name: thing.name } }),
    ],
    { thing: thing.id },
  );
  return shownTo(request, thing) as Thing;
}

/** Refuses groups that are not there and views of what one may not see. */
async function mustBeReady({ groups, thing }: NewThing, owned: thingCounters.Owned, request: At) {
  const [known, shown] = await Promise.all([
    groups?.length ? groupsFor(owned, groups) : new Set<string>(),
    thing ? visible([thing], owned.owner, request) : undefined,
  ]);
  const refusal = foreignGroup(groups, known);
  if (refusal) throw refusal;
  if (thing && !shown?.has(thing)) throw unseen();
}
