import { definedIn } from "../model/custom-role.ts";
import type { CustomRoles, Level } from "../model/grant.ts";
import { type HeldPlace, isOnPlatform, liveIn } from "../model/held-place.ts";
import { allCustomers, platform } from "../model/id.ts";
import { type HeldRoles, isBuiltIn, nameBelow } from "../model/role.ts";
import { groupsAt, type User } from "../model/user.ts";
import * as ancestry from "./ancestry.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as customRoles from "./custom-roles.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import { keys } from "./schema.ts";
import * as standings from "./standings.ts";
import * as userGroups from "./user-groups.ts";

/** What somebody holds at a place now, by names that count there, and what the roles that are not built in give. */
export interface RolesHeld {
  level: Level;
  roles: string[];
  customRoles: CustomRoles;
}

/** The names, at the first of a line of customers, of the roles that give somebody something there and have not ended. */
export const rolesAt = (
  { binding, through }: Pick<standings.Standing, "binding" | "through">,
  line: readonly string[],
  now: Date,
): string[] => [
  ...(binding ? liveIn(binding.roles, now) : []),
  ...through.flatMap(({ on, customer, roles }) => {
    const holder = on?.owner ?? customer;
    const above = holder === platform ? [] : line.slice(line.indexOf(holder));
    const isHere = above[0] === line[0];
    return liveIn(roles, now).flatMap((role) => (isHere ? role : (nameBelow(role, above) ?? [])));
  }),
];

/** What the roles give that the customers of a line define, the first of them by their own names; nothing is read for built-in ones. */
export async function customRolesAt(
  [first, ...above]: readonly string[],
  roles: readonly string[],
): Promise<CustomRoles> {
  if (first === undefined || roles.every((role) => isBuiltIn("customer", role))) return {};
  const books = await customRoles.readAt([first, ...above]);
  return definedIn(
    books.get(first),
    undefined,
    above.flatMap((one) => books.get(one) ?? []),
  );
}

/** What somebody holds at a place in any way, read by keys alone, as the mailer may. */
export async function heldAt(user: User, place: HeldPlace, now: Date): Promise<RolesHeld> {
  if (isOnPlatform(place)) {
    const held = (await holdersFor(user)).flatMap(({ roles }) => liveIn(roles, now));
    return { level: "platform", roles: held, customRoles: {} };
  }
  return place.project !== undefined
    ? onProject(user, { ...place, project: place.project }, now)
    : onCustomers(user, place, now);
}

/** Somebody, and the groups of the platform that they are in, each with its roles on the platform; read by keys alone, as the mailer may. */
export async function holdersFor(
  user: User,
): Promise<{ id: string; displayName?: string; roles: HeldRoles }[]> {
  const groups = await userGroups.byIds(groupsAt(user, platform));
  return [
    { id: user.id, roles: user.platformRoles ?? {} },
    ...groups.map(({ id, displayName, platformRoles: roles = {} }) => ({ id, displayName, roles })),
  ];
}

async function onProject(
  user: User,
  { customer, project, roles }: HeldPlace & { project: string },
  now: Date,
): Promise<RolesHeld> {
  const groups = [...(user.groups ?? [])].map((entry) => entry.split("/")[1] as string);
  const items = await getMany(
    [user.id, ...groups].map((principal) =>
      keys["project binding"]({ principal, customer, project }),
    ),
  );
  const held = items.flatMap((item) => {
    const binding = bindings.parseProject(item);
    return binding ? liveIn(binding.roles, now) : [];
  });
  const book = await customRoles.forProjects([...roles, ...held]);
  return { level: "project", roles: held, customRoles: definedIn(undefined, book) };
}

/** Whatever holds on the owner of a group of customers holds on those in it. */
async function onCustomers(user: User, place: HeldPlace, now: Date): Promise<RolesHeld> {
  const { customer, customerGroup, roles } = place;
  const line = customer === platform ? [] : await ancestry.lineOf(customer);
  const [{ standings: found }, onGroup] = await Promise.all([
    standings.read([user.id], line),
    customerGroup === undefined ? [] : heldOnGroup(user, customer, line, customerGroup, now),
  ]);
  const standing = found.get(user.id) as standings.Standing;
  const held = [...rolesAt(standing, line, now), ...onGroup];
  return {
    level: "customer",
    roles: held,
    customRoles: await customRolesAt(line, [...roles, ...held]),
  };
}

async function heldOnGroup(
  user: User,
  owner: string,
  line: readonly string[],
  group: string,
  now: Date,
): Promise<string[]> {
  const groups = [owner, ...line].flatMap((one) => groupsAt(user, one));
  const items = await getMany(
    [...new Set([user.id, ...groups])].map((principal) =>
      keys["customer group binding"]({ principal, owner }),
    ),
  );
  return items.flatMap((item) => {
    const { [group]: one = {}, [allCustomers]: all = {} } =
      customerGroupBindings.parse(item)?.roles ?? {};
    return [...liveIn(one, now), ...liveIn(all, now)];
  });
}
