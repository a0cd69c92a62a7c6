import { isGroupId } from "../model/id.ts";
import { type Owners, ownerIds } from "../model/owners.ts";
import { type Key, query } from "./client.ts";
import { type Collection, collections } from "./collections.ts";

/** People looked at in one go. */
const atOnce = 25;

/** People who may hold one of some roles at a customer, its owners first: whoever was given one, and the members of groups that were. Each is still to be looked at. */
export async function* holdersOf(customer: string, roles: readonly string[], owners: Owners) {
  const given = roles.map((role) =>
    idsIn(collections["who was given a role"]({ owner: customer, role }), "principal"),
  );
  const first = await Promise.all(given.map((ids) => ids.next()));
  const known = first.flatMap(({ value }) => value ?? []);
  yield [...ownerIds(owners), ...known.filter((id) => !isGroupId(id))];
  for (const group of known.filter(isGroupId)) yield* membersOf(group);
  for (const rest of given)
    for await (const ids of rest) {
      yield ids.filter((id) => !isGroupId(id));
      for (const group of ids.filter(isGroupId)) yield* membersOf(group);
    }
}

/** Members of a group: a list, which may be a moment behind. */
const membersOf = (group: string) =>
  idsIn(collections["members of a group"]({ group }), "principal");

/** People who may hold roles on the platform, themselves or through a group. */
export async function* admins() {
  for await (const given of idsIn(collections.admins(), "id")) {
    yield given.filter((id) => !isGroupId(id));
    for (const group of given.filter(isGroupId)) yield* membersOf(group);
  }
}

async function* idsIn(collection: Collection, name: string): AsyncGenerator<string[], undefined> {
  let after: Key | undefined;
  do {
    const strong = collection.index === undefined;
    const { items, last } = await query(collection, { strong, limit: atOnce, after });
    yield items.map((item) => String(item[name]));
    after = last;
  } while (after);
  return undefined;
}
