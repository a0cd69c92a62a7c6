import type { CustomerGroupBinding } from "../model/customer-group.ts";
import { platform } from "../model/id.ts";
import { firstOf } from "../model/longest-access.ts";
import { endsToTell, toldFrom } from "../model/reminder.ts";
import { firstEndOf } from "../model/role.ts";
import { due } from "./due.ts";
import { indexed } from "./schema.ts";

/** What stands in the place of a project where all that is held on groups of customers ends: no project is called that. */
export const onGroups = "@";

/** The first of the ends on any of the groups. */
export const firstEndOn = ({ roles }: Pick<CustomerGroupBinding, "roles">) =>
  firstOf(Object.values(roles).map(firstEndOf));

/** Under which index keys a binding is found by its ends, beside those at the owner of the groups: none when it has no end. Nothing lists those at the platform. */
export function endKeys(binding: CustomerGroupBinding) {
  const { principal, owner } = binding;
  const end = firstEndOn(binding);
  if (!end) return undefined;
  const listed = indexed.end({ customer: owner, principal, project: onGroups, end });
  return { ...(owner !== platform && listed), ...reminderKeys(binding) };
}

/** The ends on each group of customers that the holder is still to be told of. */
export const endsOnEach = ({ roles, reminded }: CustomerGroupBinding) =>
  Object.entries(roles).map(([group, held]) => ({
    group,
    ends: endsToTell(held, reminded?.[group]),
  }));

/** When the sweep sees what somebody holds on groups of customers: never when there is no end to tell of. */
export function reminderKeys(binding: CustomerGroupBinding) {
  const [end] = endsOnEach(binding)
    .flatMap(({ ends }) => ends)
    .sort();
  const id = `${binding.principal}/${binding.owner}`;
  return end ? due({ at: toldFrom(end), kind: "end", id }) : undefined;
}

/** What the holder was told of stays told, whoever changes the roles, for as long as they hold any on the group. */
export function remembering(
  { reminded: _, ...binding }: CustomerGroupBinding,
  read: CustomerGroupBinding | undefined,
): CustomerGroupBinding {
  const told = Object.entries(read?.reminded ?? {}).filter(([group]) => binding.roles[group]);
  return { ...binding, ...(told.length > 0 && { reminded: Object.fromEntries(told) }) };
}
