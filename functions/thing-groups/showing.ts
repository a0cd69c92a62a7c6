import { type At, ownedBy, shownTo } from "../../shared/lambda/things.ts";
import { type StoredThingGroup, theGroupOfAll } from "../../shared/model/thing-group.ts";
import { allGroup } from "../../shared/model/thing-group-id.ts";
import { mustBeHere } from "./known.ts";

interface Showing extends At {
  params: At["params"] & { thingGroup: string };
  ahead: StoredThingGroup | undefined;
}

/** Answers a group; that of all looks the same everywhere. */
export async function show(request: Showing) {
  const { customer, params, ahead } = request;
  if (params.thingGroup === allGroup) return theGroupOfAll(customer?.id);
  return shownTo(request, mustBeHere(ahead, ownedBy(request)));
}
