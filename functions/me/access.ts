import type { GroupHolding } from "../../shared/access/paths.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { CustomerBinding, ProjectBinding } from "../../shared/model/binding.ts";
import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import { givenRoles, type HeldAccess } from "../../shared/model/held-access.ts";
import { platform } from "../../shared/model/id.ts";
import { customersOfGroups, groupsAt, type User } from "../../shared/model/user.ts";
import * as heldPlaces from "../../shared/table/held-places.ts";

/** Lists looked into for one page. */
const listsAtMost = 3;

type Asked = { limit: number; after?: string | undefined };

/** Where a page begins: in which of the lists, and after what. */
function startOf({ after = "0" }: Asked) {
  const [, index = "", position] = /^(\d+)(?:\/(.+))?$/.exec(after) ?? [];
  return { index: Number(index), after: position };
}

/** What the caller holds below the platform, then what each of their groups holds, and roles on the platform last. */
export const run = useCase(
  api.me.access,
  {
    ahead: async ({ id }, { query }) => {
      const { index, after } = startOf(query);
      return index === 0 ? heldPlaces.ofPrincipal(id, { limit: query.limit, after }) : undefined;
    },
  },
  async ({ caller, adminGroups, ahead, query, now }) => {
    const holders = [caller.id, ...groupsOf(caller)];
    let { index, after } = startOf(query);
    const items: HeldAccess[] = [];
    for (let lists = 0; lists < listsAtMost && items.length < query.limit; lists++) {
      const holder = holders[index];
      if (!holder) return { items: [...items, ...onPlatform(caller, adminGroups, now)] };
      const limit = query.limit - items.length;
      const isRead = lists === 0 && index === 0 && ahead;
      const { places, nextCursor } =
        isRead || (await heldPlaces.ofPrincipal(holder, { limit, after }));
      const through = holder === caller.id ? undefined : holder;
      items.push(...places.map((place) => shown(place, now, through)).filter(hasRoles));
      [index, after] = nextCursor ? [index, nextCursor] : [index + 1, undefined];
    }
    return { items, nextCursor: after ? `${index}/${after}` : String(index) };
  },
);

const groupsOf = (user: User) => [
  ...customersOfGroups(user)
    .flatMap((customer) => groupsAt(user, customer))
    .sort(),
  ...groupsAt(user, platform).sort(),
];

function onPlatform(
  { platformRoles }: User,
  groups: readonly Pick<GroupHolding, "group" | "platformRoles">[],
  now: Date,
): HeldAccess[] {
  const holders = [{ platformRoles, group: undefined }, ...groups];
  const roles = holders.flatMap((one) => givenRoles(one.platformRoles ?? {}, now, one.group));
  return roles.length > 0 ? [{ level: "platform", roles }] : [];
}

function shown(
  place: CustomerBinding | CustomerGroupBinding | ProjectBinding,
  now: Date,
  through?: string,
): HeldAccess {
  if ("owner" in place) return { level: "customer", roles: onGroups(place, now, through) };
  return {
    level: "project" in place ? "project" : "customer",
    customer: place.customer,
    ...("project" in place && { project: place.project }),
    roles: givenRoles(place.roles, now, through),
  };
}

const onGroups = ({ owner, roles }: CustomerGroupBinding, now: Date, through?: string) =>
  Object.entries(roles).flatMap(([id, held]) =>
    givenRoles(held, now, through).map((one) => ({ ...one, customerGroup: { id, owner } })),
  );

const hasRoles = ({ roles }: HeldAccess) => roles.length > 0;
