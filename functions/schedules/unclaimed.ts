import { newId } from "../../shared/model/id.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { recordedRoles } from "../../shared/model/role.ts";
import { isUnclaimed, type User, unclaimed } from "../../shared/model/user.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import type { Key } from "../../shared/table/client.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as events from "../../shared/table/events.ts";
import { idIn } from "../../shared/table/schema.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as users from "../../shared/table/users.ts";

/** Has a record that nobody claimed in time lose what it holds: the worker goes through that. Of this and a first sign-in at the same moment only one happens. */
export async function giveUpOn(key: Key): Promise<void> {
  const [user, now] = [await users.byId(idIn(key.pk)), new Date()];
  if (!user || !isUnclaimed(user, now)) return;
  const id = newId("event", now);
  const event = {
    id,
    at: now.toISOString(),
    requestId: id,
    subject: user.id,
    type: "user.unclaimed" as const,
    actor: { type: "system" as const, id: "sweep" },
    before: { roles: recordedRoles(user.platformRoles ?? {}) },
  };
  const isOfUse = await holdsAnything(user);
  try {
    await commit(
      [
        users.replace(unclaimed(user, now), user.version, now),
        ...(isOfUse ? [events.recordOfUser(event)] : []),
        ...(isOfUse ? [tasks.write(taskOf(event, "user-unclaimed", user.id))] : []),
      ],
      new Date(now.getTime() + 8_000),
    );
  } catch (error) {
    // Somebody has just come, or the record has changed: the next minute looks again.
    if (!(error instanceof Outdated)) throw error;
  }
}

async function holdsAnything({ id, groups, boundOn, platformRoles }: User): Promise<boolean> {
  if (platformRoles || (groups?.size ?? 0) > 0) return true;
  const [onCustomers, ...onGroups] = await Promise.all([
    bindingLists.ofPrincipal(id, { limit: 1 }),
    ...[...(boundOn ?? [])].map((owner) => customerGroupBindings.of({ principal: id, owner })),
  ]);
  return onCustomers.items.length > 0 || onGroups.some(Boolean);
}
