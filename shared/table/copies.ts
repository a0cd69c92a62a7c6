import type { CustomerBinding } from "../model/binding.ts";
import { shownOf } from "../model/user.ts";
import { shownGroupOf } from "../model/user-group.ts";
import { get } from "./client.ts";
import { absent, tryUpdate, type Write } from "./commit.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** What lists show of a user or a group now, and since which version of its record. */
export async function read(
  principal: string,
): Promise<{ shown: CustomerBinding["shown"]; version: number } | undefined> {
  const item = await get(keys.user({ user: principal }));
  if (item?.kind === "user group") {
    const group = userGroups.parse(item);
    return group && { shown: shownGroupOf(group), version: group.version };
  }
  const user = users.parse(item);
  return user && { shown: shownOf(user), version: user.version };
}

/** Checks that a record is still of this version, or still gone. */
export const stillAt = (principal: string, version: number | undefined): Write => ({
  do: "check",
  key: keys.user({ user: principal }),
  ...(version === undefined
    ? { when: absent }
    : { when: "version = :version", values: { ":version": version } }),
  orElse: "outdated",
});

/** Says that all copies are as new as this version of the record. Harmless when a newer one is waiting to be copied. */
export const markFresh = (principal: string, version: number) =>
  tryUpdate({
    key: keys.user({ user: principal }),
    set: "REMOVE copies, duepk, duesk",
    when: "version = :version",
    values: { ":version": version },
  });
