import type { failings } from "../model/access.ts";
import type { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import { type Customer, isClosed } from "../model/customer.ts";
import type { CustomRoles, HeldGrant, Level } from "../model/grant.ts";
import { allCustomers, platform } from "../model/id.ts";
import type { Project } from "../model/project.ts";
import { type HeldRoles, isLive, nameBelow } from "../model/role.ts";
import type { User } from "../model/user.ts";
import { type ApiPrincipal, ownPaths } from "./own-permissions.ts";
import { levelOf, type Permission } from "./permissions.ts";
import { type HeldOn, lineFrom, lineTo, type OnCustomerGroups, placesOf } from "./places.ts";

/** What a principal, or one of its groups, was given there. */
export interface Holding {
  platformRoles?: HeldRoles | undefined;
  customerBinding?: Pick<CustomerBinding, "roles" | "since"> | undefined;
  projectBinding?: Pick<ProjectBinding, "roles" | "under" | "projectKey"> | undefined;
  onCustomerGroups?: OnCustomerGroups | undefined;
}

/** What a group was given there that the principal is in. */
export interface GroupHolding extends Holding {
  group: string;
}

/** Marks who acts for a line of an import: the permission to import stands for all that it takes then. */
export interface Importer {
  imports?: true;
}

/** What the table says about a principal and what it wants to act on, at one instant. */
export interface Facts extends Holding {
  now: Date;
  principal: (Pick<User, "id" | "status" | "platformRoles"> | ApiPrincipal) & Importer;
  customer?:
    | (Pick<Customer, "id" | "status"> & Partial<Pick<Customer, "createdBy" | "disabledReason">>)
    | undefined;
  project?: Pick<Project, "id" | "key" | "status"> | undefined;
  groups?: readonly GroupHolding[] | undefined;
  /** Groups of customers that the customer is in. */
  memberOf?: readonly string[] | undefined;
  /** The customers above it, the nearest first: roles held there hold here, too. */
  ancestors?: readonly HeldOn[] | undefined;
  /** What groups of the platform hold there that the principal is in. */
  adminGroups?: readonly Omit<GroupHolding, "customerBinding" | "projectBinding">[] | undefined;
  /** Roles on the platform's groups of customers. */
  onCustomerGroups?: OnCustomerGroups | undefined;
  /** Roles besides the built-in ones that may be held there. */
  customRoles?: CustomRoles | undefined;
  /** Whether the customer has a live owner; where nobody looked, it counts as having one. */
  hasLiveOwner?: boolean;
}

/** Why a role that is held grants nothing. */
export type Failing = (typeof failings)[number];

/** A way from a principal to a role: it grants something unless it fails. */
export interface Path extends HeldGrant {
  failing?: Failing;
  /** Of a project role that counted on top of a role on the customer: that one, which has ended. */
  ended?: Path;
  /** When and by whom it was given. */
  at: string;
  by: string;
  /** The access request that asked for it, where others agreed. */
  request?: string;
}

/** Every role that a principal holds on the platform, the customer and the project, itself or through a group, and whether it counts. */
export function pathsOf(facts: Facts): Path[] {
  const { principal } = facts;
  if ("permissions" in principal) return ownPaths(principal, placesOf(facts));
  const own: Holding = { ...facts, platformRoles: principal.platformRoles };
  const holders = [own, ...(facts.adminGroups ?? [])];
  const paths = [
    ...holders.flatMap((holder) => held("platform", holder.platformRoles, holder, facts)),
    ...pathsBelow(own, facts.groups ?? [], facts),
  ];
  return principal.status === "active" ? paths : failed(paths, "principal_inactive");
}

/** Roles on the customer and those above it, and on the project: a project role counts only on top of customer access, a group's on its own, a person's on any that has lasted since it was given. */
function pathsBelow(own: Holding, groups: readonly GroupHolding[], facts: Facts): Path[] {
  if (!facts.customer) return [];
  const places = placesOf(facts);
  const ids = new Set(
    [...places.flatMap((place) => place.groups ?? []), ...(facts.adminGroups ?? [])].map(
      ({ group }) => group,
    ),
  );
  const byGroup = [...ids].map((group) => ({ group, paths: onPlaces(places, facts, group) }));
  const all = [...onPlaces(places, facts), ...byGroup.flatMap(({ paths }) => paths)];
  const holdingOf = (id: string) => groups.find(({ group }) => group === id);
  const onProject = [
    ...resting(own, all, facts),
    ...byGroup.flatMap(({ group, paths }) => resting(holdingOf(group), paths, facts)),
  ];
  const paths = [...all, ...onProject];
  const isShut = places.some(({ customer }) => isClosed(customer));
  return isShut ? failed(paths, "customer_closed") : paths;
}

/** The customer roles of one holder, the principal or one of its groups, wherever they are held. */
function onPlaces(places: readonly HeldOn[], facts: Facts, group?: string): Path[] {
  const through = group ? { group } : {};
  return places.flatMap((place, i) => {
    const line = lineFrom(places, i);
    const owner = places[i + 1];
    const [holder, ofOwner] = [holderOn(place, group), holderOn(owner ?? facts, group)];
    return [
      ...held("customer", holder?.customerBinding?.roles, through, facts).map((path) => ({
        ...seenFrom(i, path, places),
        line,
      })),
      ...onGroupsWith(place, ofOwner?.onCustomerGroups).flatMap(([id, roles]) =>
        held("customer", roles, through, facts).map((path) => ({
          ...seenFrom(i + 1, path, places),
          line,
          customerGroup: { id, owner: owner?.customer.id ?? platform },
        })),
      ),
    ];
  });
}

/** What the principal, or one of its groups, holds on a customer, or on the platform's groups of customers. */
const holderOn = (
  place: HeldOn | Facts,
  group: string | undefined,
): Omit<Holding, "platformRoles"> | undefined => {
  if (!group) return place;
  const groups = "now" in place ? place.adminGroups : place.groups;
  return groups?.find((one) => one.group === group);
};

/** Those of the groups of customers on which roles are held that a customer is in. */
const onGroupsWith = ({ memberOf = [] }: HeldOn, onGroups: OnCustomerGroups = {}) =>
  Object.entries(onGroups).filter(([id]) => id === allCustomers || memberOf.includes(id));

/** A role that is held on one of several places, under the name that it has at the first. One of a customer that is not above where it is held counts no more. */
function seenFrom(i: number, path: Path, places: readonly HeldOn[]): Path {
  const above = places.slice(i).map(({ customer }) => customer.id);
  const name = nameBelow(path.role, above);
  if (name === undefined) return { ...path, failing: path.failing ?? "left_over" };
  const restsOn = lineTo(i, path, places);
  return { ...path, ...(i > 0 && { role: name }), ...(restsOn && { restsOn }) };
}

/** The project roles of one holder: left over when they were given to an earlier project or under earlier access. */
function resting(holder: Holding | undefined, access: readonly Path[], facts: Facts): Path[] {
  const { projectBinding: binding, customerBinding } = holder ?? {};
  if (!holder || !facts.project || !binding) return [];
  const paths = held("project", binding.roles, holder, facts);
  const isCurrent =
    binding.projectKey === facts.project.key && binding.under === customerBinding?.since;
  if (!isCurrent) return failed(paths, "left_over");
  if (isPending(facts)) return failed(paths, "project_pending_deletion");
  if (access.some(({ failing }) => !failing)) return paths;
  const ended = lastEnded(access);
  return ended ? suspended(paths, ended) : failed(paths, "no_customer_access");
}

/** Of the roles that have ended, the one that did last: nothing comes closer to what it gave. */
const lastEnded = (paths: readonly Path[]) =>
  paths
    .filter(({ failing }) => failing === "ended")
    .reduce<Path | undefined>(
      (last, one) => ((last?.expiresAt ?? "") < (one.expiresAt ?? "") ? one : last),
      undefined,
    );

/** Roles that count again when the one that they rest on is extended. */
const suspended = (paths: readonly Path[], ended: Path): Path[] =>
  paths.map((path) => (path.failing ? path : { ...path, failing: "ended", ended }));

function held(level: Level, roles: HeldRoles | undefined, holder: object, facts: Facts): Path[] {
  return Object.entries(roles ?? {}).map(([role, one]) => ({
    level,
    role,
    expiresAt: one.expiresAt,
    at: one.at,
    by: one.by,
    ...(one.request && { request: one.request }),
    ...("group" in holder && { through: holder.group as string }),
    ...(!isLive(one, facts.now) && { failing: "ended" as const }),
  }));
}

const isPending = ({ project }: Facts) => project?.status === "pending_deletion";

/** True of what nobody may do on a project that is about to be deleted, whatever role gives it: all but look at it. */
export const isHalted = (facts: Facts, permission: Permission) =>
  isPending(facts) && levelOf(permission) === "project" && !permission.endsWith(".view");

/** The first reason stays. */
export const failed = (paths: readonly Path[], failing: Failing): Path[] =>
  paths.map((path) => ({ failing, ...path }));
