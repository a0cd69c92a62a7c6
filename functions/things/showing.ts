import { type At, ownedBy, shownTo } from "../../shared/lambda/things.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { mustBeHere } from "./known.ts";
import { withSight } from "./sights.ts";

/** Answers a thing; an entity view with what it shows. */
export async function show(request: At & { ahead: Thing | undefined }): Promise<Thing> {
  const owned = ownedBy(request);
  const thing = mustBeHere(request.ahead, owned);
  const whole = thing.thing ? await withSight(thing, owned.owner, request) : thing;
  return shownTo(request, whole) as Thing;
}
