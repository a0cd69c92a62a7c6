import { holds } from "../../support/matrices.ts";

/** Who holds which roles somewhere. */
type Held = Record<string, Set<string>>;

interface Place {
  parent: string | undefined;
  isClosed: boolean;
  held: Held;
  /** Who made somebody owner. */
  ownerBy: Record<string, string>;
}

/** A group of the customers right below its owner. */
export interface Group {
  owner: string;
  customers: Set<string>;
  held: Held;
}

/** Customers as the rules see them: people are called p0, p1, …, customers c0, c1, …, groups of them k0, k1 and "all c0", … */
export interface Tree {
  places: Record<string, Place>;
  groups: Record<string, Group>;
  onProject: Held;
  project: "active" | "pending" | "gone";
  /** How many it has. */
  tenants: number;
  /** Who is in the group of people that c0 has. */
  crew: Set<string>;
}

export const people = ["p0", "p1", "p2", "p3"];

/** The group of people of c0. */
export const crew = "g0";

/** The role of its own that c0 has, and what it gives. */
export const ownRole = "auditor";
export const ownPermissions = [
  "customer.view",
  "customer.members.view",
  "customer.members.grant",
  "customer.sub-customers.manage",
];

/** Whose group and role they are. */
const home = "c0";

/** The customer with a project. */
export const withProject = "c1";

export const aPlace = (parent: string | undefined): Place => ({
  parent,
  isClosed: false,
  held: {},
  ownerBy: {},
});

export const aGroupOf = (owner: string): Group => ({ owner, customers: new Set(), held: {} });

/** The group of all customers right below one. */
export const allBelow = (owner: string) => `all ${owner}`;
export const isVirtual = (group: string) => group.startsWith("all ");

export const placeOf = ({ places }: Tree, customer: string) => places[customer] as Place;

/** A customer and those above it, the nearest first. */
export function lineOf(tree: Tree, customer: string): string[] {
  const { parent } = placeOf(tree, customer);
  return parent === undefined ? [customer] : [customer, ...lineOf(tree, parent)];
}

/** A customer and all below it. */
export const subtreeOf = (tree: Tree, top: string) =>
  Object.keys(tree.places).filter((one) => lineOf(tree, one).includes(top));

/** Whether the group of people and the role of c0 are known there. */
export const isHomeAbove = (tree: Tree, customer: string) => lineOf(tree, customer).includes(home);

export const ownRolesOf = (tree: Tree, holder: string, customer: string) => [
  ...(placeOf(tree, customer).held[holder] ?? []),
];

/** What a person or the group itself holds on a customer, there and above. */
function rolesOf(tree: Tree, holder: string, customer: string): string[] {
  const line = lineOf(tree, customer);
  if (line.some((one) => placeOf(tree, one).isClosed)) return [];
  return line.flatMap((one) => [
    ...ownRolesOf(tree, holder, one),
    ...groupsWith(tree, one).flatMap(({ held }) => [...(held[holder] ?? [])]),
  ]);
}

const groupsWith = (tree: Tree, customer: string) =>
  Object.entries(tree.groups).flatMap(([name, group]) => {
    const isIn = isVirtual(name) || group.customers.has(customer);
    return isIn && group.owner === placeOf(tree, customer).parent ? [group] : [];
  });

const holdersFor = (tree: Tree, person: string) =>
  tree.crew.has(person) ? [person, crew] : [person];

const everyRoleOf = (tree: Tree, holder: string, customer: string) =>
  holdersFor(tree, holder).flatMap((one) => rolesOf(tree, one, customer));

export const hasAccess = (tree: Tree, holder: string, customer: string) =>
  everyRoleOf(tree, holder, customer).length > 0;

export const ownersOf = (tree: Tree, customer: string) => {
  const { held } = placeOf(tree, customer);
  return Object.keys(held).filter((holder) => held[holder]?.has("owner"));
};

/** Whether a role gives a permission. */
export const gives = (role: string, permission: string) =>
  role === ownRole ? ownPermissions.includes(permission) : holds("customer", role, permission);

/** May they? Read off the rules, one permission at a time. */
export function may(tree: Tree, person: string, permission: string, customer: string): boolean {
  const roles = everyRoleOf(tree, person, customer);
  if (roles.some((role) => gives(role, permission))) return true;
  const isOwned = lineOf(tree, customer).some((one) => ownersOf(tree, one).length > 0);
  return permission === "customer.owners.manage" && !isOwned && roles.includes("admin");
}

/** The same on the project: a role there counts only on top of access to its customer. */
export function mayOnProject(tree: Tree, person: string, permission: string): boolean {
  if (tree.project === "gone") return false;
  if (tree.project === "pending")
    return permission === "project.view" && may(tree, person, permission, withProject);
  const roles = holdersFor(tree, person)
    .filter((holder) => hasAccess(tree, holder, withProject))
    .flatMap((holder) => [...(tree.onProject[holder] ?? [])]);
  if (roles.some((role) => holds("project", role, permission))) return true;
  return may(tree, person, permission, withProject);
}

/** What is left over goes: what c0 has counts only there and below, project roles only on top of access. */
export function settle(tree: Tree): void {
  const places = Object.entries(tree.places).map(([at, { held }]) => ({ at, held }));
  const groups = Object.values(tree.groups).map(({ owner: at, held }) => ({ at, held }));
  for (const { at, held } of [...places, ...groups]) {
    if (isHomeAbove(tree, at)) continue;
    delete held[crew];
    for (const roles of Object.values(held)) roles.delete(ownRole);
  }
  for (const holder of Object.keys(tree.onProject))
    if (!hasAccess(tree, holder, withProject)) delete tree.onProject[holder];
}
