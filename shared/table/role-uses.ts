import * as z from "zod/mini";
import { platform } from "../model/id.ts";
import { lazy } from "../model/lazy.ts";
import { isBuiltIn } from "../model/role.ts";
import { getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import { tryDelete, type Write } from "./commit.ts";
import { keys } from "./schema.ts";

/** Who is given roles, and where: on a customer, or on one of its projects. */
interface Holder {
  principal: string;
  customer: string;
  project?: string | undefined;
}

/** That somebody was given a role once; whether they still hold it, their binding says. */
const RoleUse = lazy(() =>
  z.looseObject({
    principal: z.string(),
    customer: z.string(),
    project: z.optional(z.string()),
    role: z.string(),
  }),
);

const keyOf = ({ role, principal, customer, project }: Holder & { role: string }) =>
  project
    ? keys["project role use"]({ role, principal, customer, project })
    : keys["role use"]({ role, principal, customer });

const bindingKeyOf = ({ principal, customer, project }: Holder) =>
  project
    ? keys["project binding"]({ principal, customer, project })
    : keys["customer binding"]({ principal, customer });

/** Notes that somebody is given roles, of which those that are not built in must be there and stay. */
export function give(holder: Holder, given: readonly string[]): Write[] {
  const [level, owner] = holder.project
    ? (["project", platform] as const)
    : (["customer", holder.customer] as const);
  const custom = given.filter((role) => !isBuiltIn(level, role));
  const followed = holder.project ? custom : given.filter(isFollowed);
  return [
    ...(custom.length > 0 ? [stay(owner, custom)] : []),
    ...followed.map((role): Write => {
      const key = keyOf({ ...holder, role });
      const kind = holder.project ? "project role use" : "role use";
      return { do: "put", key, item: { ...key, kind, ...holder, role } };
    }),
  ];
}

/** Who was given a role is followed where that is asked later: the roles that were made, and those by which people grant. Owners have places of their own. */
const isFollowed = (role: string) => role !== "owner" && role !== "employee";

function stay(owner: string, custom: readonly string[]): Write {
  const stays = custom.map(
    (_, i) => `attribute_exists(#roles.#r${i}) AND attribute_not_exists(#roles.#r${i}.retiring)`,
  );
  return {
    do: "check",
    key: keys["custom roles"]({ owner }),
    when: stays.join(" AND "),
    names: {
      "#roles": "roles",
      ...Object.fromEntries(custom.map((role, i) => [`#r${i}`, role])),
    },
    orElse: "outdated",
  };
}

const onGroupsKeyOf = ({ principal, customer: owner }: Holder) =>
  keys["customer group binding"]({ principal, owner });

/** True of roles among which there is one, and of those on groups of customers. */
const holds = (roles: unknown = {}, role: string) =>
  [roles, ...Object.values(roles as object)].some((held) => role in (held as object));

/** Uses looked at in one request. */
const atOnce = 50;

/** True while somebody holds a role. What says so in vain is taken away on the way: whoever was given the role may have lost it since. */
export async function isHeld(owner: string, role: string): Promise<boolean> {
  const collection = collections["who was given a role"]({ owner, role });
  for (;;) {
    const { items } = await query(collection, { strong: true, limit: atOnce });
    if (items.length === 0) return false;
    const uses = items.map((item) => RoleUse().parse(item));
    const held = await getMany([...uses.map(bindingKeyOf), ...uses.map(onGroupsKeyOf)]);
    if (held.some((binding) => holds(binding?.roles, role))) return true;
    await Promise.all(uses.map((use) => tryDelete({ key: keyOf(use) })));
  }
}
