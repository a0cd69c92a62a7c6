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

/** What a text names: a device or an asset, by what it is known as there, of a certain owner or of that of the line. */
export interface Named {
  owner?: string;
  kind?: ThingKind;
  externalId: string;
}

/** Which thing a text names: `devices/<external id>` is one of the same owner, `devices@<owner>/<external id>` of another one. */
export function namedIn(shown: string): Named {
  const slash = shown.indexOf("/");
  const [word, ...owners] = shown.slice(0, Math.max(0, slash)).split("@");
  if (isThingKind(word) && owners.length < 2)
    return { ...ownerNamed(owners), kind: word, externalId: shown.slice(slash + 1) };
  if (DeviceOrAssetId().safeParse(shown).success)
    return { kind: kindOfThing(shown), externalId: shown };
  return { externalId: shown };
}

const ownerNamed = ([owner]: readonly string[]) => (owner === undefined ? {} : { owner });

/** The id here of what a view of some owner shows. */
export function shownIn({ owner: own }: Owned, { owner = own, kind, externalId }: Named): string {
  return kind ? thingIdFor({ owner, things: kind }, externalId) : externalId;
}
