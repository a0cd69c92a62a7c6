import type { CustomerBinding } from "../model/binding.ts";
import { groupsAt, type User } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { giving } from "./group-holdings.ts";
import { keys } from "./schema.ts";
import * as users from "./users.ts";

/** What customer access rests on. */
interface Access {
  binding: CustomerBinding | undefined;
  /** Bindings of groups, besides one, that give it. */
  through: CustomerBinding[];
}

/** What is left of many people's customer access besides one group: people and bindings in one request a hundred keys, their other groups in another. */
export async function accessOf(
  people: readonly string[],
  customer: string,
  besides: string,
): Promise<ReadonlyMap<string, Access>> {
  const items = await getMany([
    ...people.map((user) => keys.user({ user })),
    ...people.map((principal) => keys["customer binding"]({ principal, customer })),
  ]);
  const groupsOf = (user: User | undefined) =>
    user ? groupsAt(user, customer).filter((group) => group !== besides) : [];
  const found = people.map((id, i) => ({
    id,
    binding: bindings.parse(items[people.length + i]),
    groups: groupsOf(users.parse(items[i])),
  }));
  const groups = [...new Set(found.flatMap((one) => one.groups))];
  const held = await getMany(
    groups.map((principal) => keys["customer binding"]({ principal, customer })),
  );
  const bindingOf = new Map(groups.map((group, i) => [group, bindings.parse(held[i])]));
  return new Map(
    found.map(({ id, binding, groups: own }) => {
      const holdings = own.map((group) => ({ group, customerBinding: bindingOf.get(group) }));
      return [id, { binding, through: giving(holdings) }];
    }),
  );
}
