import type { CustomerGroupBinding } from "../model/customer-group.ts";
import { endsToTell, toldFrom } from "../model/reminder.ts";
import { due } from "./due.ts";

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
