import { allCustomers, isGroupId } from "../model/id.ts";
import { type Owners, ownerIds } from "../model/owners.ts";
import { type Item, type Key, query } from "./client.ts";
import { type Collection, collections } from "./collections.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import * as groupedCustomers from "./grouped-customers.ts";

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
  yield* theRest(known, given);
}

/** People who may hold one of some roles at a customer by the groups that it is in of the one above it, or of the platform. Each is still to be looked at. */
export async function* throughGroups(
  { customer, owner }: { customer: string; owner: string },
  roles: readonly string[],
) {
  const onAll = holdersOn({ owner, group: allCustomers }, roles);
  const [first, groups] = await Promise.all([
    onAll.next(),
    groupedCustomers.boundGroupsOf({ customer, owner }),
  ]);
  const onNamed = groups
    .filter((group) => group !== allCustomers)
    .map((group) => holdersOn({ owner, group }, roles));
  const more = await Promise.all(onNamed.map((ids) => ids.next()));
  const known = [first, ...more].flatMap(({ value }) => value ?? []);
  yield known.filter((id) => !isGroupId(id));
  yield* theRest(known, [onAll, ...onNamed]);
}

/** The members of groups that are known, and whoever is listed after those who are. */
async function* theRest(known: readonly string[], lists: readonly AsyncGenerator<string[]>[]) {
  for (const group of known.filter(isGroupId)) yield* membersOf(group);
  for (const rest of lists)
    for await (const ids of rest) {
      yield ids.filter((id) => !isGroupId(id));
      for (const group of ids.filter(isGroupId)) yield* membersOf(group);
    }
}

/** Who holds one of some roles on a group of customers. */
async function* holdersOn(
  of: { owner: string; group: string },
  roles: readonly string[],
): AsyncGenerator<string[], undefined> {
  let after: string | undefined;
  do {
    const page = await customerGroupBindings.onGroup(of, { limit: atOnce, after });
    yield page.items
      .filter((binding) => hasOne(roles, binding.roles[of.group]))
      .map(({ principal }) => principal);
    after = page.nextCursor;
  } while (after);
  return undefined;
}

/** Members of a group: a list, which may be a moment behind. */
const membersOf = (group: string) =>
  idsIn(collections["members of a group"]({ group }), "principal");

/** People who may hold one of some roles on the platform, themselves or through a group. Each is still to be looked at. */
export async function* admins(roles: readonly string[]) {
  const isOne = ({ platformRoles }: Item) => hasOne(roles, platformRoles);
  for await (const given of idsIn(collections.admins(), "id", isOne)) {
    yield given.filter((id) => !isGroupId(id));
    for (const group of given.filter(isGroupId)) yield* membersOf(group);
  }
}

const hasOne = (roles: readonly string[], held: unknown = {}) =>
  roles.some((role) => Object.hasOwn(held as object, role));

async function* idsIn(
  collection: Collection,
  name: string,
  isOne: (item: Item) => boolean = () => true,
): AsyncGenerator<string[], undefined> {
  let after: Key | undefined;
  do {
    const strong = collection.index === undefined;
    const { items, last } = await query(collection, { strong, limit: atOnce, after });
    yield items.filter(isOne).map((item) => String(item[name]));
    after = last;
  } while (after);
  return undefined;
}
