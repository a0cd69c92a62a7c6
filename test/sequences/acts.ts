import {
  type Account,
  groupsOf,
  hasAccess,
  may,
  ownRole,
  permissionsIn,
  rolesOf,
  settle,
} from "./account.ts";
import { type Act, type Allowed, nothing } from "./act.ts";
import { rolesChanged } from "./member-roles.ts";

/** What becomes of an act if nobody else had to agree; undefined is a refusal. */
export function judge(account: Account, by: string, act: Act): Allowed | undefined {
  if (!may(account, by, "customer.view")) return undefined;
  switch (act.do) {
    case "give":
    case "set":
    case "take":
    case "remove":
      return rolesChanged(account, by, act);
    case "join":
      return joined(account, by, act.group, act.person);
    case "quit":
      return quit(account, by, act.group, act.person);
    case "give on project":
      return givenOnProject(account, by, act.principal, act.role);
    case "take on project":
      return takenOnProject(account, by, act.principal, act.role);
    case "ask for":
      return askedFor(account, by, act.minApprovals);
    default:
      return roleDefined(account, by, act);
  }
}

/** Whoever puts somebody into a group gives everything that the group has. */
function joined(account: Account, by: string, group: string, person: string) {
  const given = rolesOf(account, group);
  const onProject = account.onProject[group]?.size ? ["customer.projects.access"] : [];
  const gives = [...given.flatMap((role) => permissionsIn(account, role)), ...onProject];
  const takes = ["customer.groups.manage", ...gives];
  if (!takes.every((permission) => may(account, by, permission))) return undefined;
  const members = account.members[group];
  if (members?.has(person)) return nothing;
  if (account.disabled.has(person)) return undefined;
  const change = () => void members?.add(person);
  if (gives.length === 0) return { change };
  return { gains: { principal: person, takes, claims: [`${person} in ${group}`] }, change };
}

function quit(account: Account, by: string, group: string, person: string) {
  if (by !== person && !may(account, by, "customer.groups.manage")) return undefined;
  if (!groupsOf(account, person).includes(group)) return undefined;
  const change = () => {
    account.members[group]?.delete(person);
    settle(account);
  };
  return { change };
}

function givenOnProject(account: Account, by: string, principal: string, role: string) {
  if (!may(account, by, "customer.projects.access")) return undefined;
  if (account.disabled.has(principal) || !hasAccess(account, principal)) return undefined;
  const held = account.onProject[principal] ?? new Set();
  if (held.has(role)) return nothing;
  const change = () => {
    const now = account.onProject[principal] ?? new Set();
    account.onProject[principal] = now.add(role);
  };
  const takes = ["customer.projects.access"];
  const claims = [`${principal} as ${role} on project`];
  return { gains: { principal, takes, claims }, change };
}

function takenOnProject(account: Account, by: string, principal: string, role: string) {
  const right = by === principal ? "project.view" : "customer.projects.access";
  if (!may(account, by, right)) return undefined;
  const held = account.onProject[principal];
  if (!held) return undefined;
  const change = () => {
    held.delete(role);
    if (held.size === 0) delete account.onProject[principal];
  };
  return { change };
}

/** More approvals are asked for at once, fewer wait. */
function askedFor(account: Account, by: string, minApprovals: number) {
  if (!may(account, by, "customer.edit")) return undefined;
  const change = () => {
    account.minApprovals = minApprovals;
  };
  if (minApprovals >= account.minApprovals) return { change };
  return { gains: { takes: ["customer.edit"], claims: ["minApprovals"] }, change };
}

type RoleAct = Extract<Act, { do: "define" | "redefine" | "delete role" }>;

/** Nobody puts into a role what they do not hold; more in one that somebody holds may take the word of others. */
function roleDefined(account: Account, by: string, act: RoleAct) {
  if (!may(account, by, "customer.roles.manage")) return undefined;
  if ((account.custom !== undefined) === (act.do === "define")) return undefined;
  const isHeld = Object.values(account.roles).some((held) => held.has(ownRole));
  if (act.do === "delete role") {
    if (isHeld) return undefined;
    const change = () => {
      account.custom = undefined;
    };
    return { change };
  }
  const wanted = [...new Set(["customer.view", ...act.permissions])];
  const added = wanted.filter((one) => !account.custom?.includes(one));
  if (!added.every((permission) => may(account, by, permission))) return undefined;
  const change = () => {
    account.custom = wanted;
  };
  if (!isHeld || added.length === 0) return { change };
  return { gains: { takes: ["customer.roles.manage", ...added], claims: [ownRole] }, change };
}
