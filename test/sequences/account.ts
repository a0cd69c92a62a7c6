import { holds, rowsOf } from "../support/matrices.ts";
import type { Act } from "./act.ts";

/** An act that waits for the word of others, as the rules describe it. */
export interface Waiting {
  by: string;
  act: Act;
  /** Who may do more afterwards; nobody in particular where a role or a setting changes. */
  principal?: string | undefined;
  takes: string[];
  claims: string[];
  needed: number;
  words: Set<string>;
  state: "pending" | "approved" | "declined" | "withdrawn" | "lapsed";
}

/** A small customer as the rules see it. People are called p0, p1, …, groups g0, g1, …, and those who handle requests for the platform h0, h1, …. */
export interface Account {
  disabled: Set<string>;
  /** Roles on the customer that a person or a group was given. */
  roles: Record<string, Set<string>>;
  /** Roles on its project. */
  onProject: Record<string, Set<string>>;
  members: Record<string, Set<string>>;
  /** The places for owners, the oldest first, and who gave them. */
  places: { holder: string; by?: string }[];
  /** What the customer's own role gives, where there is one. */
  custom: string[] | undefined;
  minApprovals: number;
  /** True once two people could have agreed to a request. */
  hadTwo: boolean;
  requests: Waiting[];
}

export const people = ["p0", "p1", "p2", "p3"];
export const groups = ["g0", "g1"];
export const handlers = ["h0", "h1"];

/** The customer's own role. */
export const ownRole = "auditor";

const all = (set: Set<string> | undefined) => [...(set ?? [])];

export const isGroup = (principal: string) => principal.startsWith("g");

export const rolesOf = (account: Account, principal: string) => all(account.roles[principal]);

export const groupsOf = (account: Account, person: string) =>
  groups.filter((group) => account.members[group]?.has(person));

/** A person's roles on the customer, own ones and those of their groups. */
const everyRoleOf = (account: Account, person: string) =>
  [person, ...groupsOf(account, person)].flatMap((holder) => rolesOf(account, holder));

/** Customer access: a role on the customer, one's own or a group's. */
export const hasAccess = (account: Account, principal: string) =>
  everyRoleOf(account, principal).length > 0;

const onCustomer = rowsOf("customer").map(({ permission }) => permission);

/** What a role on the customer gives. */
export const permissionsIn = (account: Account, role: string) =>
  role === ownRole
    ? (account.custom ?? [])
    : onCustomer.filter((permission) => holds("customer", role, permission));

/** Owners who can act: in this account nobody's role ends, so whoever is not disabled. */
export const liveOwners = ({ places, disabled }: Pick<Account, "places" | "disabled">) =>
  places.filter(({ holder }) => !disabled.has(holder));

/** May they? Read off the rules, one permission at a time. */
export function may(account: Account, person: string, permission: string): boolean {
  if (account.disabled.has(person)) return false;
  const roles = everyRoleOf(account, person);
  if (roles.some((role) => permissionsIn(account, role).includes(permission))) return true;
  const hasNoOwner = liveOwners(account).length === 0;
  if (permission === "customer.owners.manage" && hasNoOwner && roles.includes("admin")) return true;
  const holders = [
    ...(roles.length > 0 ? [person] : []),
    ...groupsOf(account, person).filter((group) => rolesOf(account, group).length > 0),
  ];
  return holders
    .flatMap((holder) => all(account.onProject[holder]))
    .some((role) => holds("project", role, permission));
}

/** Who is left without access to the customer loses the roles on its project. */
export function settle(account: Account): void {
  for (const principal of Object.keys(account.onProject))
    if (!hasAccess(account, principal)) delete account.onProject[principal];
}
