import { type CustomerGroup, comparedName, StoredCustomerGroup } from "../model/customer-group.ts";
import { ownerOf } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { get, getMany } from "./client.ts";
import { collections } from "./collections.ts";
import { add, present, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";

export const parse = parsing(StoredCustomerGroup);

export const byId = async (group: string) => parse(await get(keys["customer group"]({ group })));

/** Groups as they are now, in the order asked; unknown ones are left out. */
export async function byIds(ids: readonly string[]): Promise<StoredCustomerGroup[]> {
  const items = await getMany(ids.map((group) => keys["customer group"]({ group })));
  return items.flatMap((item) => parse(item) ?? []);
}

const itemOf = (group: StoredCustomerGroup) => ({
  ...group,
  kind: "customer group",
  v: 1,
  ...keys["customer group"]({ group: group.id }),
  ...indexed["customer group"]({
    owner: ownerOf(group),
    group: group.id,
    name: sortedBy(group),
  }),
});

const nameKeyOf = (group: CustomerGroup) =>
  keys["customer group name"]({ owner: ownerOf(group), name: comparedName(group.displayName) });

/** Keeps the name of a group for it. */
const takeName = (group: CustomerGroup): Write =>
  add(
    { ...nameKeyOf(group), kind: "customer group name", group: group.id },
    new Refusal("name_taken", `There is already a group called ${group.displayName}.`, {
      errors: [{ pointer: "/displayName", message: "is taken" }],
    }),
  );

const freeName = (group: CustomerGroup): Write => ({ do: "delete", key: nameKeyOf(group) });

/** A new group, and the item that keeps its name unique. */
export const create = (group: CustomerGroup): Write[] => [
  add(itemOf(group), "outdated"),
  takeName(group),
];

const onVersion = (version: number) => ({
  when: "version = :expected",
  values: { ":expected": version },
  orElse: "outdated" as const,
});

/** Replaces a group by what it is called now, on condition of its version. */
export const rename = (group: StoredCustomerGroup, before: StoredCustomerGroup): Write[] => [
  {
    do: "put",
    key: keys["customer group"]({ group: group.id }),
    item: itemOf(group),
    ...onVersion(before.version),
  },
  ...(comparedName(group.displayName) === comparedName(before.displayName)
    ? []
    : [takeName(group), freeName(before)]),
];

/** Takes a group away; its name is free again, its id never. */
export const remove = (group: CustomerGroup): Write[] => [
  {
    do: "delete",
    key: keys["customer group"]({ group: group.id }),
    ...onVersion(group.version),
  },
  freeName(group),
];

/** Checks that a group is still there: what is held on it hangs on that. */
export const stands = (group: string): Write => ({
  do: "check",
  key: keys["customer group"]({ group }),
  when: present,
  orElse: "not_found",
});

/** Checks that a group is as it was read: whether roles are bound on it, too. */
export const isAsRead = ({ id, version }: CustomerGroup): Write => ({
  do: "check",
  key: keys["customer group"]({ group: id }),
  ...onVersion(version),
});

/** Notes that a role is bound on a group: whoever puts a customer into it gives that role there. */
export const bind = ({ id, boundRoles }: StoredCustomerGroup, role: string): Write =>
  boundRoles?.has(role)
    ? stands(id)
    : {
        do: "update",
        key: keys["customer group"]({ group: id }),
        when: present,
        orElse: "not_found",
        set: "SET version = version + :one ADD boundRoles :role",
        values: { ":one": 1, ":role": new Set([role]) },
      };

/** What lists are sorted by: enough of the name, and short enough for a cursor in whatever script. */
const sortedBy = ({ displayName }: CustomerGroup) =>
  encodeURIComponent([...comparedName(displayName)].slice(0, 40).join(""));

/** Where a group stands among those of its owner. */
export const positionOf = (group: CustomerGroup) =>
  indexed["customer group"]({ owner: "", name: sortedBy(group), group: group.id }).gsi1sk;

/** Groups of a customer or of the platform, in the order of their names. */
export const ofOwner = (owner: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["customer groups of an owner"]({ owner }),
    schema: StoredCustomerGroup(),
    positionOf,
    keyAt: (position) => {
      const [group = "", ...name] = position.split("#").toReversed();
      return {
        ...keys["customer group"]({ group }),
        ...indexed["customer group"]({ owner, name: name.toReversed().join("#"), group }),
      };
    },
  });

/** The group of an owner that is called so, as it is now. */
export async function byName(owner: string, displayName: string) {
  const name = comparedName(displayName);
  const item = await get(keys["customer group name"]({ owner, name }));
  return item && byId(String(item.group));
}
