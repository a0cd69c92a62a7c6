import { thingIdFor } from "../../shared/model/external-id.ts";
import {
  DeviceOrAssetId,
  isThingKind,
  kindOfThing,
  type ThingKind,
} from "../../shared/model/thing-kind.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";

/** The key of a thing or of a group of things: its id in the other system, that of the export, or its name. */
export const keyIn = (data: { externalId?: string | undefined; name?: unknown }, from?: string) =>
  data.externalId ?? from ?? String(data.name ?? "");

/** The id here of what a view shows: `devices/<external id>`, or the id that an export has for it. */
export function shownIn({ owner }: Owned, shown: string): string {
  const { kind, externalId } = namedIn(shown);
  return kind ? thingIdFor({ owner, things: kind }, externalId) : shown;
}

/** Which thing a text names, by its kind and external id. */
export function namedIn(shown: string): { kind?: ThingKind; externalId: string } {
  const slash = shown.indexOf("/");
  const word = shown.slice(0, slash);
  if (slash > 0 && isThingKind(word)) return { kind: word, externalId: shown.slice(slash + 1) };
  if (DeviceOrAssetId().safeParse(shown).success)
    return { kind: kindOfThing(shown), externalId: shown };
  return { externalId: shown };
}
