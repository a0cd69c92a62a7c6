import type { CustomRoles } from "../model/grant.ts";
import { platform } from "../model/id.ts";
import { type HeldRoles, isBuiltIn, roleNameOf } from "../model/role.ts";
import * as customRoles from "./custom-roles.ts";
import type { History } from "./history.ts";
import type { Held } from "./history-holdings.ts";
import type { PlaceThen } from "./history-places.ts";

/** The roles that were held beside the built-in ones, as they were defined: those of customers above under the names that they have at the first. */
export async function customRolesThen(
  places: readonly PlaceThen[],
  history: History,
): Promise<CustomRoles> {
  const here = places[0]?.customer.id;
  const wanted = places.flatMap((place) =>
    ownOf("customer", place, onCustomer).map((name) => {
      const { role, owner = place.customer.id } = roleNameOf(name);
      return { role, owner, name: owner === here ? role : `${role}@${owner}` };
    }),
  );
  const onProject = places.flatMap((place) =>
    ownOf("project", place, ({ projectBinding }) => projectBinding?.roles),
  );
  const [ofCustomers, ofPlatform] = await Promise.all([
    Promise.all(wanted.map(({ role, owner, name }) => definedThen(role, owner, name, history))),
    Promise.all(onProject.map((role) => definedThen(role, undefined, role, history))),
  ]);
  return {
    customer: Object.fromEntries(ofCustomers.flat()),
    project: Object.fromEntries(ofPlatform.flat()),
  };
}

/** Roles on a customer, and on its groups of customers. */
const onCustomer = ({ customerBinding, onCustomerGroups = {} }: Held): HeldRoles =>
  Object.assign({}, customerBinding?.roles, ...Object.values(onCustomerGroups));

/** The roles held at a place that are not built in. */
function ownOf(
  level: "customer" | "project",
  { groups, ...own }: PlaceThen,
  rolesOf: (held: Held) => HeldRoles | undefined,
): string[] {
  const held = [own, ...groups].flatMap((one) => Object.keys(rolesOf(one) ?? {}));
  return [...new Set(held)].filter((role) => !isBuiltIn(level, role));
}

/** A role as it was defined, under its name; nothing when it was gone. */
async function definedThen(
  role: string,
  customer: string | undefined,
  name: string,
  history: History,
) {
  const of = customer === undefined ? "platform.project-role." : "customer.role.";
  const said = await history.latest({ subject: role, customer }, ({ type, after }) => {
    if (!type.startsWith(of)) return undefined;
    return type.endsWith("deleted") ? null : (after?.permissions as string[] | undefined);
  });
  if (said) return [[name, { name, permissions: said }] as const];
  const today = said === null ? undefined : (await customRoles.read(customer ?? platform))?.roles;
  const found = today?.[role];
  return found && found.createdAt <= history.asOf.toISOString() ? [[name, found] as const] : [];
}
