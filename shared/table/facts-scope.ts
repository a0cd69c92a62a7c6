import { isApiUserId } from "../model/caller.ts";
import { isGroupId, platform } from "../model/id.ts";
import { Owners } from "../model/owners.ts";
import { groupsAt, type User } from "../model/user.ts";
import { above } from "./ancestry.ts";
import * as apiUsers from "./api-users.ts";
import * as bindings from "./bindings.ts";
import * as customers from "./customers.ts";
import type { Find } from "./gather.ts";
import { parsing } from "./parsing.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** Somebody and where, whose rights there are wanted. */
export interface About {
  principal?: string | undefined;
  customer?: string | undefined;
  project?: string | undefined;
  /** Asks whether the customer has a live owner, too. */
  withOwners?: boolean;
}

/** Who and what it is about, and the groups that count there, as far as that is known. */
export function scopeOf({ principal = "", customer, project }: About, find: Find) {
  const record = find(keys.user({ user: principal }));
  const user = users.parse(record);
  const target = customer ? customers.parse(find(keys.customer({ customer }))) : undefined;
  const { gates, presumed } = above(target, find);
  const ids = customer ? [customer, ...gates.map((gate) => gate.customer), ...presumed] : [];
  return {
    user,
    target,
    gates,
    ids,
    presumed,
    group: isGroupId(principal) ? userGroups.parse(record) : undefined,
    apiUser: isApiUserId(principal) ? apiUsers.parse(record) : undefined,
    project:
      customer && project ? projects.parse(find(keys.project({ customer, project }))) : undefined,
    ...groupsAlong(user, ids),
    /** The customer above which there is none, once it is known. */
    top: target && presumed.length === 0 ? ids.at(-1) : undefined,
  };
}

/** The groups of a person that may be given something at each of a line of customers, its own and those of the customers above it; and those of the platform. */
export const groupsAlong = (user: User | undefined, line: readonly string[]) => ({
  groupsOn: line.map((_, i) =>
    user ? line.slice(i).flatMap((owner) => groupsAt(user, owner)) : [],
  ),
  adminGroups: user ? groupsAt(user, platform) : [],
});

export type Scope = ReturnType<typeof scopeOf>;

/** What somebody holds on a customer, as far as it was read. */
export const bindingIn = (principal: string, customer: string, find: Find) =>
  bindings.parse(find(keys["customer binding"]({ principal, customer })));

/** What somebody holds on the project that it is about. */
export const projectBindingIn = ({ customer, project }: About, holder: string, find: Find) =>
  customer && project
    ? bindings.parseProject(find(keys["project binding"]({ principal: holder, customer, project })))
    : undefined;

/** The places for owners of a customer. */
export const ownersIn = (customer: string, find: Find): Owners =>
  ownersOf(find(keys.owners({ customer }))) ?? { customer, places: [], version: 0 };

const ownersOf = parsing(Owners);
