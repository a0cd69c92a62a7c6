import { holdsRoles } from "../model/binding.ts";
import { groupsAt, type User } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

interface Found {
  people: readonly string[];
  groups: readonly string[];
  /** Who is said to be a member of which customer. */
  members: readonly { principal: string; customer: string }[];
}

/** The records behind what a search at a customer found, with the groups of it and those above, and who is a member as is said. */
export async function read(line: readonly string[], { people, groups, members }: Found) {
  const items = await getMany(
    [
      ...people.map((user) => keys.user({ user })),
      ...groups.map((group) => keys["user group"]({ group })),
      ...members.map((one) => keys["customer binding"](one)),
    ],
    { strong: false },
  );
  const rest = items.slice(people.length);
  const isMember = (user: User) =>
    members.some(
      (one, i) =>
        one.principal === user.id &&
        (holdsRoles(bindings.parse(rest[groups.length + i])) ||
          groupsAt(user, one.customer).length > 0),
    );
  return {
    people: items.slice(0, people.length).flatMap((item) => {
      const user = users.parse(item);
      return user ? [{ user, isMember: isMember(user) }] : [];
    }),
    groups: rest
      .slice(0, groups.length)
      .flatMap((item) => userGroups.parse(item) ?? [])
      .filter(({ customer }) => customer !== undefined && line.includes(customer)),
  };
}
