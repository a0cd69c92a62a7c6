import { isOf, nowhere } from "../../shared/lambda/things.ts";
import type { Thing } from "../../shared/model/thing.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";
import * as things from "../../shared/table/things.ts";

/** The thing that a path names. */
export const thingOf = (_: unknown, { params }: { params: { thing: string } }) =>
  things.byId(params.thing);

/** Refuses a thing of another owner or another kind as if there were none. */
export function mustBeHere(thing: Thing | undefined, owned: Owned): Thing {
  if (!thing || !isOf(owned, thing)) throw nowhere();
  return thing;
}
