import type { CustomerBinding } from "../model/binding.ts";
import { shownOf } from "../model/user.ts";
import { shownGroupOf } from "../model/user-group.ts";
import { get, type Item } from "./client.ts";
import { absent, type Write } from "./commit.ts";
import { due } from "./due.ts";
import { keys } from "./schema.ts";
import { tryUpdate } from "./trying.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";
import { newMark } from "./write-one.ts";

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

/** Says that what finds a user or a group is made anew: runs that began before write nothing more. Answers the record; undefined when it is gone. */
export const beginIndexing = (principal: string): Promise<Item | undefined> =>
  tryUpdate({
    key: keys.user({ user: principal }),
    set: "SET indexing = :run",
    when: "attribute_exists(pk)",
    values: { ":run": newMark() },
  });

/** Checks that a record is still as this run read it, or still gone. */
export const stillIndexing = (principal: string, found: Item | undefined): Write => ({
  do: "check",
  key: keys.user({ user: principal }),
  ...(found
    ? {
        when: "indexing = :run AND version = :version",
        values: { ":run": found.indexing, ":version": found.version },
      }
    : { when: absent }),
  orElse: "outdated",
});

/** True while no other run began after this one. */
export const isIndexing = async (principal: string, found: Item | undefined): Promise<boolean> =>
  (await get(keys.user({ user: principal })))?.indexing === found?.indexing;

/** Says that the copies of this version are under way: the stream begins them no more, and the sweep only after a while. */
export function postpone(principal: string, version: number, until: Date) {
  const { duepk, duesk } = due({ at: until.toISOString(), kind: "user", id: principal });
  return tryUpdate({
    key: keys.user({ user: principal }),
    set: "SET copies = :copies, duepk = :duepk, duesk = :duesk",
    when: "version = :version AND attribute_exists(copies)",
    values: { ":copies": "under way", ":duepk": duepk, ":duesk": duesk, ":version": version },
  });
}

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
