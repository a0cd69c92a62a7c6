import { type CustomerBinding, holdsRoles } from "../model/binding.ts";
import { isGroupId } from "../model/id.ts";
import { groupsAt, type User } from "../model/user.ts";
import type { StoredUserGroup } from "../model/user-group.ts";
import * as bindings from "./bindings.ts";
import type { Carrier } from "./carriers.ts";
import type { Key } from "./client.ts";
import type { Write } from "./commit.ts";
import { groupedKeys } from "./facts-grouped.ts";
import { bindingIn, groupsAlong } from "./facts-scope.ts";
import { type Find, gather } from "./gather.ts";
import { carriersOn, looksOn } from "./grouped-access.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A user or a group, and what its customer access rests on, ended or not. */
export interface Standing {
  user: User | undefined;
  /** A group of the customer or of one above it: others can hold nothing there. */
  group: StoredUserGroup | undefined;
  /** What it holds on the customer itself: roles, or only since when. */
  binding: CustomerBinding | undefined;
  /** What gives it access besides: its roles on customers above, the nearest first, then those of its groups, then those on groups of customers. */
  through: Carrier[];
  /** Checks that everything that could give it access besides is as it was read. */
  looked: Write[];
}

/** A group whose bindings do not count any more: all of them, or that on one customer. */
export interface Besides {
  group: string;
  customer?: string | undefined;
}

interface Looking {
  besides?: Besides | undefined;
  /** What is read along in the first wave. */
  more?: readonly Key[];
}

/** What customer access of some people or groups rests on, at the first of a line of customers, each right below the next and the last below none: in one wave what is their own, in a second what their groups hold, and in a third, for who holds roles on groups of customers, which customers those have. */
export async function read(
  principals: readonly string[],
  line: readonly string[],
  { besides, more = [] }: Looking = {},
) {
  const find = await gather((known) => [
    ...principals.flatMap((principal) => keysFor(principal, line, known)),
    ...more,
  ]);
  return {
    standings: new Map(
      principals.map((principal) => [principal, standingOf(principal, line, find, besides)]),
    ) as ReadonlyMap<string, Standing>,
    more: more.map(find),
  };
}

/** The standing of one. */
export async function of(principal: string, line: readonly string[], looking: Looking = {}) {
  const { standings, more } = await read([principal], line, looking);
  return { ...(standings.get(principal) as Standing), more };
}

/** True of whoever has no customer access at all, neither live nor ended. */
export const isOut = ({ binding, through }: Pick<Standing, "binding" | "through">) =>
  !holdsRoles(binding) && through.length === 0;

const recordKeyOf = (id: string) =>
  isGroupId(id) ? keys["user group"]({ group: id }) : keys.user({ user: id });

const keysFor = (principal: string, line: readonly string[], find: Find): Key[] => [
  recordKeyOf(principal),
  ...[...ownPlaces(principal, line), ...groupPlaces(principal, line, find)].map((place) =>
    keys["customer binding"](place),
  ),
  ...groupedKeys({ principal }, scopeAlong(principal, line, find), find),
];

const scopeAlong = (principal: string, line: readonly string[], find: Find) => {
  const user = userIn(principal, find);
  return { ids: [...line], user, ...groupsAlong(user, line), top: line.at(-1) };
};

const userIn = (id: string, find: Find) =>
  isGroupId(id) ? undefined : users.parse(find(recordKeyOf(id)));

interface Place {
  principal: string;
  customer: string;
  /** Whose group it is. */
  owner?: string;
}

const ownPlaces = (principal: string, line: readonly string[]): Place[] =>
  line.map((customer) => ({ principal, customer }));

/** Where a person's groups may hold something: on their own customer and on those of the line below it. */
function groupPlaces(principal: string, line: readonly string[], find: Find): Place[] {
  const user = userIn(principal, find);
  if (!user) return [];
  return line.flatMap((owner, i) =>
    groupsAt(user, owner).flatMap((group) =>
      line.slice(0, i + 1).map((customer) => ({ principal: group, owner, customer })),
    ),
  );
}

function standingOf(id: string, line: readonly string[], find: Find, besides?: Besides): Standing {
  const group = isGroupId(id) ? userGroups.parse(find(recordKeyOf(id))) : undefined;
  const [here, ...above] = ownPlaces(id, line);
  const others = [...above, ...groupPlaces(id, line, find)];
  const read = others.map((place) => ({ ...place, binding: bindingAt(place, find) }));
  const scope = scopeAlong(id, line, find);
  return {
    user: userIn(id, find),
    group: group?.customer !== undefined && line.includes(group.customer) ? group : undefined,
    binding: here && bindingAt(here, find),
    through: [
      ...read.filter((one) => counts(one, besides)).flatMap(giving),
      ...carriersOn(id, scope, find).filter(
        ({ principal }) => principal !== besides?.group || besides.customer !== undefined,
      ),
    ],
    looked: [
      ...read.map((one) => bindings.isAsRead(one.principal, one.customer, one.binding)),
      ...looksOn(id, scope, find),
    ],
  };
}

const bindingAt = ({ principal, customer }: Place, find: Find) =>
  bindingIn(principal, customer, find);

const counts = ({ principal, customer }: Place, besides: Besides | undefined) =>
  principal !== besides?.group || (besides.customer !== undefined && besides.customer !== customer);

const giving = ({ binding, owner }: Place & { binding: CustomerBinding | undefined }): Carrier[] =>
  binding && holdsRoles(binding) ? [{ ...binding, ...(owner !== undefined && { owner }) }] : [];
