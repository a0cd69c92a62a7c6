import type { ExportedLine } from "../../shared/model/exported-line.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { kindOfThing, type ThingKind } from "../../shared/model/thing-kind.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import * as table from "../../shared/table/things.ts";
import { lineOf } from "./exported.ts";

const own = [
  ...["customer", "things", "name", "type", "label", "description", "attributes", "externalId"],
  ...["groups", "thing", "shows", "from", "until"],
];

/** Lines of things. Groups that they are in, and what views show, go by the names under which an import finds them again: external ids where there are some. */
export async function thingLines(
  kind: ThingKind,
  things: readonly Thing[],
): Promise<ExportedLine[]> {
  const [groups, shown] = await Promise.all([
    thingGroups.byIds([...new Set(things.flatMap((one) => one.groups))]),
    table.byIds([...new Set(things.flatMap((one) => one.thing ?? []))], { strong: false }),
  ]);
  const names = new Map([
    ...groups.map(({ id, externalId }) => [id, externalId ?? id] as const),
    ...shown.flatMap(({ id, externalId }) =>
      externalId ? [[id, `${kindOfThing(id)}/${externalId}`] as const] : [],
    ),
  ]);
  const nameOf = (id: string) => names.get(id) ?? id;
  return things.map((one) => {
    const thing = one.thing && nameOf(one.thing);
    const inGroups = one.groups.length > 0 ? { groups: one.groups.map(nameOf) } : {};
    const { groups: _, ...rest } = one;
    return lineOf("thing", { ...rest, things: kind, ...inGroups, ...(thing && { thing }) }, own);
  });
}
