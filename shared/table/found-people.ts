import { holdsRoles } from "../model/binding.ts";
import { groupsAt } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** The records behind what a search at a customer found, and who is a member where that matters; in one request. */
export async function read(
  customer: string,
  { people, groups }: { people: readonly string[]; groups: readonly string[] },
  { withMembership }: { withMembership: boolean },
) {
  const members = withMembership ? people : [];
  const items = await getMany(
    [
      ...people.map((user) => keys.user({ user })),
      ...groups.map((group) => keys["user group"]({ group })),
      ...members.map((principal) => keys["customer binding"]({ principal, customer })),
    ],
    { strong: false },
  );
  const rest = items.slice(people.length);
  return {
    people: items.slice(0, people.length).flatMap((item, i) => {
      const user = users.parse(item);
      if (!user) return [];
      const binding = bindings.parse(rest[groups.length + i]);
      return { user, isMember: holdsRoles(binding) || groupsAt(user, customer).length > 0 };
    }),
    groups: rest
      .slice(0, groups.length)
      .flatMap((item) => userGroups.parse(item) ?? [])
      .filter((group) => group.customer === customer),
  };
}
