import type { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import type { Customer } from "../model/customer.ts";
import type { Project } from "../model/project.ts";
import { type HeldRoles, isLive, never } from "../model/role.ts";
import type { User } from "../model/user.ts";
import type { Level, Permission } from "./permissions.ts";
import type { Role } from "./role.ts";
import { builtInRoles } from "./roles.ts";

/** What the table says about a principal and what it wants to act on, at one instant. */
export interface Facts {
  now: Date;
  principal: Pick<User, "id" | "status" | "platformRoles">;
  customer?: Pick<Customer, "id" | "status"> | undefined;
  project?: Pick<Project, "id" | "key"> | undefined;
  customerBinding?: Pick<CustomerBinding, "roles" | "since"> | undefined;
  projectBinding?: Pick<ProjectBinding, "roles" | "under" | "projectKey"> | undefined;
  /** Whether the customer has a live owner; where nobody looked, it counts as having one. */
  hasLiveOwner?: boolean;
}

/** A live role that grants something: where it is held and until when. */
export interface HeldGrant {
  level: Level;
  role: string;
  expiresAt?: string | undefined;
}

/** What a principal may do there, and by which of its roles: the one that lasts longest. */
export interface Decision {
  grants: readonly HeldGrant[];
  permissions: ReadonlyMap<Permission, HeldGrant>;
  allows(...anyOf: readonly Permission[]): boolean;
  /** The role that grants one of these: what a write checks again. */
  roleFor(...anyOf: readonly Permission[]): string;
}

/** Who may: facts in, decision with reasons out. Total, without I/O and without a clock of its own. */
export function decide(facts: Facts): Decision {
  const grants = liveGrants(facts).sort(lastingLongestFirst);
  const permissions = new Map<Permission, HeldGrant>();
  for (const grant of grants) {
    for (const permission of permissionsOf(grant)) {
      if (!permissions.has(permission)) permissions.set(permission, grant);
    }
  }
  const admin = grants.find(({ level, role }) => level === "customer" && role === "admin");
  if (admin && facts.hasLiveOwner === false && !permissions.has("customer.owners.manage"))
    permissions.set("customer.owners.manage", admin);
  return {
    grants,
    permissions,
    allows: (...anyOf) => anyOf.some((permission) => permissions.has(permission)),
    roleFor: (...anyOf) => {
      const held = anyOf.find((permission) => permissions.has(permission));
      return (held && permissions.get(held)?.role) ?? "";
    },
  };
}

/** A closing customer ends everybody's access, and a project role counts only on top of live customer access of the same binding. */
function liveGrants(facts: Facts): HeldGrant[] {
  const { principal, now } = facts;
  if (principal.status !== "active") return [];
  return [...live("platform", principal.platformRoles ?? {}, now), ...grantsBelow(facts)];
}

function grantsBelow(facts: Facts): HeldGrant[] {
  const { customer, project, customerBinding, projectBinding, now } = facts;
  if (!customer || !isReachable(customer) || !customerBinding) return [];
  const onCustomer = live("customer", customerBinding.roles, now);
  if (onCustomer.length === 0 || !project || !projectBinding) return onCustomer;
  const counts =
    projectBinding.projectKey === project.key && projectBinding.under === customerBinding.since;
  return counts ? [...onCustomer, ...live("project", projectBinding.roles, now)] : onCustomer;
}

const lastingLongestFirst = (
  { expiresAt: one = never }: HeldGrant,
  { expiresAt: other = never },
) => (one === other ? 0 : one > other ? -1 : 1);

const isReachable = ({ status }: Pick<Customer, "status">) =>
  status !== "deleting" && status !== "deleted";

const live = (level: HeldGrant["level"], roles: HeldRoles, now: Date): HeldGrant[] =>
  Object.entries(roles)
    .filter(([, held]) => isLive(held, now))
    .map(([role, { expiresAt }]) => ({ level, role, expiresAt }));

/** The permissions of a role; none for a role that does not exist (any more). */
function permissionsOf({ level, role }: HeldGrant): readonly Permission[] {
  const roles = builtInRoles[level];
  return Object.hasOwn(roles, role) ? (roles[role] as Role).permissions : [];
}

/** Every permission of a role: what somebody must hold to grant it. */
export const permissionsOfRole = (level: HeldGrant["level"], role: string) =>
  permissionsOf({ level, role });
