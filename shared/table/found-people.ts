import { holdsRoles } from "../model/binding.ts";
import { groupsAt } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** The records behind what a search found, whoever is no member left out where only members are wanted; in one request. */
export async function read(
  customer: string,
  found: { people: readonly string[]; groups: readonly string[] },
  isWanted: (found: { id: string; isMember: boolean }) => boolean,
) {
  const { people, groups } = found;
  const items = await getMany(
    [
      ...people.map((user) => keys.user({ user })),
      ...groups.map((group) => keys["user group"]({ group })),
      ...people.map((principal) => keys["customer binding"]({ principal, customer })),
    ],
    { strong: false },
  );
  const held = items.slice(people.length + groups.length);
  return {
    people: items.slice(0, people.length).flatMap((item, i) => {
      const user = users.parse(item);
      if (!user) return [];
      const isMember = holdsRoles(bindings.parse(held[i])) || groupsAt(user, customer).length > 0;
      return isWanted({ id: user.id, isMember }) ? [user] : [];
    }),
    groups: items
      .slice(people.length, people.length + groups.length)
      .flatMap((item) => userGroups.parse(item) ?? [])
      .filter((group) => group.customer === customer),
  };
}
