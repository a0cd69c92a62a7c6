import * as bindings from "./bindings.ts";
import type { Write } from "./commit.ts";
import type { FactsRead } from "./facts.ts";
import * as users from "./users.ts";

/** Bindings of groups that one write checks, beside everything else in it. */
const groupsAtMost = 50;

/** Checks that somebody holds on the platform and at a customer, themselves and through groups, just what was read, or still nothing. */
export const areAsRead = (
  person: string,
  customer: string | undefined,
  { user, customerBinding, groups }: Pick<FactsRead, "user" | "customerBinding" | "groups">,
): Write[] => [
  ...(user ? [users.isAsRead(user)] : []),
  ...(customer === undefined
    ? []
    : [
        bindings.isAsRead(person, customer, customerBinding),
        ...groups
          .slice(0, groupsAtMost)
          .map((one) => bindings.isAsRead(one.group, customer, one.customerBinding)),
      ]),
];
