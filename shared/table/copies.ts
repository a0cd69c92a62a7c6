import type { CustomerBinding } from "../model/binding.ts";
import { shownOf } from "../model/user.ts";
import { shownGroupOf } from "../model/user-group.ts";
import { get } from "./client.ts";
import { absent, type Write } from "./commit.ts";
import { keys } from "./schema.ts";
import { tryUpdate } from "./trying.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** What lists show of a user or a group now, since which version of its record, and when the sweep is to see that. */
interface Copied {
  shown: CustomerBinding["shown"];
  version: number;
  due?: ReturnType<typeof users.dueOf>;
}

export async function read(principal: string): Promise<Copied | undefined> {
  const item = await get(keys.user({ user: principal }));
  if (item?.kind === "user group") {
    const group = userGroups.parse(item);
    return group && { shown: shownGroupOf(group), version: group.version };
  }
  const user = users.parse(item);
  return user && { shown: shownOf(user), version: user.version, due: users.dueOf(user) };
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
export const markFresh = (principal: string, { version, due }: Copied) =>
  tryUpdate({
    key: keys.user({ user: principal }),
    set: due ? "SET duepk = :duepk, duesk = :duesk REMOVE copies" : "REMOVE copies, duepk, duesk",
    when: "version = :version",
    values: {
      ":version": version,
      ...(due && { ":duepk": due.duepk, ":duesk": due.duesk }),
    },
  });
