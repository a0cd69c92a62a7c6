import { type Act, nothing, type Verdict } from "./act.ts";
import { lacksOnProject } from "./project-rules.ts";
import { toGive } from "./rights.ts";
import {
  crew,
  hasAccess,
  isHomeAbove,
  lineOf,
  may,
  mayOnProject,
  ownersOf,
  ownRole,
  ownRolesOf,
  placeOf,
  settle,
  type Tree,
  withProject,
} from "./tree.ts";

type Of<D extends Act["do"]> = Extract<Act, { do: D }>;

const granting = ["customer.members.grant", "customer.members.edit", "customer.owners.manage"];

/** What the rules say about roles on a customer, the group of people and the project. */
export const memberRules = {
  give(tree: Tree, by: string, { customer, principal, role }: Of<"give">): Verdict {
    const can = (right: string) => may(tree, by, right, customer);
    if (!can("customer.view")) return "not_found";
    if (!granting.some(can)) return "forbidden";
    const before = ownRolesOf(tree, principal, customer);
    if (before.includes(role)) return nothing;
    if (role === ownRole && !isHomeAbove(tree, customer)) return "invalid";
    if (!toGive(role, before).every(can)) return "forbidden";
    if (principal === crew && !isHomeAbove(tree, customer)) return "not_found";
    if (principal === crew && role === "owner") return "group_owner";
    if (role === "owner" && ownersOf(tree, customer).length === 2) return "owner_limit";
    return () => {
      const { held, ownerBy } = placeOf(tree, customer);
      held[principal] = new Set([...before, role]);
      if (role === "owner") ownerBy[principal] = by;
    };
  },
  take: (tree: Tree, by: string, { customer, principal, role }: Of<"take">): Verdict =>
    taken(tree, by, customer, principal, (one) => one === role),
  remove(tree: Tree, by: string, { customer, principal }: Of<"remove">): Verdict {
    const verdict = taken(tree, by, customer, principal, () => true);
    if (typeof verdict === "string") return verdict;
    return () => {
      if (customer === withProject) delete tree.onProject[principal];
      verdict();
    };
  },
  join(tree: Tree, by: string, { person }: Of<"join">): Verdict {
    if (!may(tree, by, "customer.view", "c0")) return "not_found";
    if (!may(tree, by, "customer.groups.manage", "c0")) return "forbidden";
    return () => void tree.crew.add(person);
  },
  quit(tree: Tree, by: string, { person }: Of<"quit">): Verdict {
    if (!may(tree, by, "customer.view", "c0")) return "not_found";
    if (by !== person && !may(tree, by, "customer.groups.manage", "c0")) return "forbidden";
    if (!tree.crew.has(person)) return "not_found";
    return () => {
      tree.crew.delete(person);
      settle(tree);
    };
  },
  "give on project"(tree: Tree, by: string, act: Of<"give on project">): Verdict {
    const { principal, role } = act;
    const lacking = lacksOnProject(tree, by, "customer.projects.access");
    if (lacking) return lacking;
    if (principal === crew && !isHomeAbove(tree, withProject)) return "not_found";
    if (!hasAccess(tree, principal, withProject)) return "no_customer_access";
    return () => {
      tree.onProject[principal] = new Set([...(tree.onProject[principal] ?? []), role]);
    };
  },
  "take on project"(tree: Tree, by: string, act: Of<"take on project">): Verdict {
    const { principal, role } = act;
    if (!mayOnProject(tree, by, "project.view")) return "not_found";
    if (by !== principal && !may(tree, by, "customer.projects.access", withProject))
      return "forbidden";
    const held = tree.onProject[principal];
    if (!held) return "not_found";
    return () => {
      held.delete(role);
      if (held.size === 0) delete tree.onProject[principal];
    };
  },
};

/** Some of somebody's roles on a customer, or all, are taken or given back. */
function taken(
  tree: Tree,
  by: string,
  customer: string,
  principal: string,
  isMeant: (role: string) => boolean,
): Verdict {
  const can = (right: string) => may(tree, by, right, customer);
  const isOwn = by === principal;
  if (!can("customer.view")) return "not_found";
  const changing = ["members.grant", "members.edit", "members.remove", "owners.manage"];
  if (!isOwn && !changing.some((right) => can(`customer.${right}`))) return "forbidden";
  const before = ownRolesOf(tree, principal, customer);
  if (before.length === 0) return "not_found";
  const after = before.filter((role) => !isMeant(role));
  if (after.length === before.length) return nothing;
  const takes = [
    ...(before.includes("owner") ? ["customer.owners.manage"] : []),
    ...(before.some((role) => isMeant(role) && role !== "owner")
      ? [`customer.members.${after.length === 0 ? "remove" : "edit"}`]
      : []),
  ];
  if (!isOwn && !takes.every(can)) return "forbidden";
  const { held, ownerBy } = placeOf(tree, customer);
  const owners = lineOf(tree, customer).flatMap((one) => ownersOf(tree, one));
  const wasMadeOwner = ownerBy[principal] !== principal;
  const isLast = before.includes("owner") && isMeant("owner") && owners.length === 1;
  if (isLast && !(isOwn && wasMadeOwner)) return "last_owner";
  return () => {
    held[principal] = new Set(after);
    settle(tree);
  };
}
