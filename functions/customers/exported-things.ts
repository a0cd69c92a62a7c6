import { type Looking, visible } from "../../shared/lambda/visible-things.ts";
import type { ExportedLine } from "../../shared/model/exported-line.ts";
import { ownerOf } from "../../shared/model/id.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { kindOfThing } from "../../shared/model/thing-kind.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import { lineOf } from "./exported.ts";

const own = [
  "customer",
  "things",
  "name",
  "type",
  "label",
  "description",
  "attributes",
  "externalId",
  "groups",
  "thing",
  "shows",
  "from",
  "until",
];

/** The name of what a view of some owner shows: of another owner's with the owner, since an external id is one's own. */
function shownAs(thing: Thing, owner: string): string {
  const { id, externalId } = thing;
  const own = ownerOf(thing) === owner;
  if (own && externalId === undefined) return id;
  return `${kindOfThing(id)}${own ? "" : `@${ownerOf(thing)}`}/${externalId ?? id}`;
}

/** Lines of things. Groups that they are in, and what views show, go by the names under which an import finds them again: external ids where there are some, of what whoever exports may see. */
export async function thingLines(
  { owner, things: kind }: Owned,
  things: readonly Thing[],
  looking: Looking,
): Promise<ExportedLine[]> {
  const [groups, shown] = await Promise.all([
    thingGroups.byIds([...new Set(things.flatMap((one) => one.groups))]),
    visible(
      things.flatMap((one) => one.thing ?? []),
      owner,
      looking,
      { strong: false },
    ),
  ]);
  const names = new Map([
    ...groups.map(({ id, externalId }) => [id, externalId ?? id] as const),
    ...[...shown.values()].map((one) => [one.id, shownAs(one, owner)] as const),
  ]);
  const nameOf = (id: string) => names.get(id) ?? id;
  return things.map((one) => {
    const thing = one.thing && nameOf(one.thing);
    const inGroups = one.groups.length > 0 ? { groups: one.groups.map(nameOf) } : {};
    const { groups: _, ...rest } = one;
    return lineOf("thing", { ...rest, things: kind, ...inGroups, ...(thing && { thing }) }, own);
  });
}
