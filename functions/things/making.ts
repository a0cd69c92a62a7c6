import type { At } from "../../shared/lambda/things.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { NewThing, Thing } from "../../shared/model/thing.ts";
import { thingId } from "../../shared/model/thing-kind.ts";
import { firstVersion } from "../../shared/model/version.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";

/** A thing as it begins. */
export function thingOf(
  { caller, customer, now }: Pick<At, "caller" | "customer" | "now">,
  { things }: Owned,
  { groups = [], ...asked }: NewThing & Pick<Thing, "externalId">,
  { shard, ulid }: { shard: string; ulid: string },
): Thing {
  const at = now.toISOString();
  return {
    ...asked,
    id: thingId(things, shard, ulid),
    ...(customer && { customer: customer.id }),
    groups: [...new Set(groups)],
    version: asked.externalId === undefined ? 1 : firstVersion(now),
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
}

/** Those of some groups that are there, and for things of this owner and kind. */
export async function groupsFor(owned: Owned, ids: readonly string[]): Promise<Set<string>> {
  const found = await thingGroups.byIds([...new Set(ids)]);
  return new Set(found.filter((group) => thingGroups.isFor(group, owned)).map(({ id }) => id));
}

/** The refusal of groups that are not there, or another owner's. */
export function foreignGroup(groups: readonly string[] = [], known: Set<string>) {
  const i = groups.findIndex((group) => !known.has(group));
  if (i < 0) return undefined;
  return new Refusal("invalid", `There is no group ${groups[i]} for such things here.`, {
    errors: [{ pointer: `/groups/${i}`, message: "is no group of this owner for such things" }],
  });
}
