import type { failings } from "../model/access.ts";
import type { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import type { Customer } from "../model/customer.ts";
import type { CustomRoles, HeldGrant, Level } from "../model/grant.ts";
import type { Project } from "../model/project.ts";
import { type HeldRoles, isLive } from "../model/role.ts";
import type { User } from "../model/user.ts";
import { type ApiPrincipal, isClosed, ownPaths } from "./own-permissions.ts";

/** What a principal, or one of its groups, was given there. */
export interface Holding {
  platformRoles?: HeldRoles | undefined;
  customerBinding?: Pick<CustomerBinding, "roles" | "since"> | undefined;
  projectBinding?: Pick<ProjectBinding, "roles" | "under" | "projectKey"> | undefined;
}

/** What a group was given there that the principal is in. */
export interface GroupHolding extends Holding {
  group: string;
}

/** What the table says about a principal and what it wants to act on, at one instant. */
export interface Facts extends Holding {
  now: Date;
  principal: Pick<User, "id" | "status" | "platformRoles"> | ApiPrincipal;
  customer?: Pick<Customer, "id" | "status"> | undefined;
  project?: Pick<Project, "id" | "key"> | undefined;
  groups?: readonly GroupHolding[] | undefined;
  /** What groups of the platform hold there that the principal is in. */
  adminGroups?: readonly Omit<GroupHolding, "customerBinding" | "projectBinding">[] | undefined;
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
  /** When and by whom it was given. */
  at: string;
  by: string;
  /** The access request that asked for it, where others agreed. */
  request?: string;
}

/** Every role that a principal holds on the platform, the customer and the project, itself or through a group, and whether it counts. */
export function pathsOf(facts: Facts): Path[] {
  const { principal } = facts;
  if ("permissions" in principal) return ownPaths(principal, facts.customer);
  const own: Holding = { ...facts, platformRoles: principal.platformRoles };
  const holders = [own, ...(facts.adminGroups ?? [])];
  const paths = [
    ...holders.flatMap((holder) => held("platform", holder.platformRoles, holder, facts)),
    ...pathsBelow(own, facts.groups ?? [], facts),
  ];
  return principal.status === "active" ? paths : failed(paths, "principal_inactive");
}

/** A project role counts only on top of customer access: a group's on its own, a person's on any that has lasted since it was given. */
function pathsBelow(own: Holding, groups: readonly GroupHolding[], facts: Facts): Path[] {
  if (!facts.customer) return [];
  const onCustomer = (holder: Holding) =>
    held("customer", holder.customerBinding?.roles, holder, facts);
  const byGroup = groups.map((group) => ({ group, paths: onCustomer(group) }));
  const all = [...onCustomer(own), ...byGroup.flatMap(({ paths }) => paths)];
  const onProject = [
    ...resting(own, all, facts),
    ...byGroup.flatMap(({ group, paths }) => resting(group, paths, facts)),
  ];
  const paths = [...all, ...onProject];
  return isClosed(facts.customer) ? failed(paths, "customer_closed") : paths;
}

/** The project roles of one holder: left over when they were given to an earlier project or under earlier access. */
function resting(holder: Holding, access: readonly Path[], facts: Facts): Path[] {
  const { projectBinding: binding, customerBinding } = holder;
  if (!facts.project || !binding) return [];
  const paths = held("project", binding.roles, holder, facts);
  const isCurrent =
    binding.projectKey === facts.project.key && binding.under === customerBinding?.since;
  if (!isCurrent) return failed(paths, "left_over");
  return access.some(({ failing }) => !failing) ? paths : failed(paths, "no_customer_access");
}

function held(level: Level, roles: HeldRoles | undefined, holder: Holding, facts: Facts): Path[] {
  return Object.entries(roles ?? {}).map(([role, one]) => ({
    ...{ level, role, expiresAt: one.expiresAt, at: one.at, by: one.by },
    ...(one.request && { request: one.request }),
    ...("group" in holder && { through: holder.group as string }),
    ...(!isLive(one, facts.now) && { failing: "ended" as const }),
  }));
}

/** The first reason stays. */
const failed = (paths: readonly Path[], failing: Failing): Path[] =>
  paths.map((path) => ({ failing, ...path }));
