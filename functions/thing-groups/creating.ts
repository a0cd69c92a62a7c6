import { type At, ownedBy, recorded, shownTo } from "../../shared/lambda/things.ts";
import { thingGroupIdFor } from "../../shared/model/external-id.ts";
import { newId } from "../../shared/model/id.ts";
import type { StoredThingGroup } from "../../shared/model/thing-group.ts";
import { firstVersion } from "../../shared/model/version.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";

interface Creating extends At {
  body: Pick<StoredThingGroup, "name" | "description" | "externalId">;
}

/** Makes a group for things of a customer or of the platform. */
export async function create(request: Creating) {
  const { caller, customer, body, now, commit } = request;
  const owned = ownedBy(request);
  const { things } = owned;
  const { externalId } = body;
  const at = now.toISOString();
  const group = {
    ...body,
    id: externalId ? thingGroupIdFor(owned, externalId) : newId("thingGroup", now),
    ...(customer && { customer: customer.id }),
    things,
    version: externalId ? firstVersion(now) : 1,
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
  const event = { subject: group.id, after: { things, name: group.name } };
  await commit([thingGroups.create(group), recorded(request, "thing-group.created", event)], {
    thingGroup: group.id,
  });
  return shownTo(request, group);
}
