import { type At, ownedBy, recorded } from "../../shared/lambda/things.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { shardOf } from "../../shared/model/thing-kind.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as things from "../../shared/table/things.ts";
import { mustBeHere } from "./known.ts";

interface Deleting extends At {
  ahead: Thing | undefined;
  mustMatch(version: number): void;
}

/** Deletes a thing of a customer or of the platform. */
export async function remove(request: Deleting): Promise<undefined> {
  const owned = ownedBy(request);
  const thing = mustBeHere(request.ahead, owned);
  request.mustMatch(thing.version);
  await request.commit([
    ...things.remove(thing),
    thingCounters.count(owned, shardOf(thing.id), -1),
    recorded(request, "thing.deleted", { subject: thing.id, before: { name: thing.name } }),
  ]);
}
