import type { Act, Verdict } from "./act.ts";
import { lacks, toGive } from "./rights.ts";
import {
  aGroupOf,
  crew,
  type Group,
  isHomeAbove,
  isVirtual,
  may,
  ownRole,
  placeOf,
  settle,
  type Tree,
} from "./tree.ts";

type Of<D extends Act["do"]> = Extract<Act, { do: D }>;

const managing = "customer.customer-groups.manage";

const groupOf = (tree: Tree, group: string) => tree.groups[group] as Group;

/** What speaks against changing a group of customers. */
const lacksFor = (tree: Tree, by: string, group: string) =>
  lacks(tree, by, managing, groupOf(tree, group).owner) ??
  (isVirtual(group) ? "virtual_group" : undefined);

/** What the rules say about groups of customers: which are in them, and who holds roles on them. */
export const groupRules = {
  group: (tree: Tree, by: string, { group, owner }: Of<"group">): Verdict =>
    lacks(tree, by, managing, owner) ??
    (() => {
      tree.groups[group] = aGroupOf(owner);
    }),
  disband: (tree: Tree, by: string, { group }: Of<"disband">): Verdict =>
    lacksFor(tree, by, group) ??
    (() => {
      delete tree.groups[group];
      settle(tree);
    }),
  "put in"(tree: Tree, by: string, { group, customer }: Of<"put in">): Verdict {
    const lacking = lacksFor(tree, by, group);
    if (lacking) return lacking;
    const { owner, customers } = groupOf(tree, group);
    if (placeOf(tree, customer).parent !== owner) return "not_found";
    return () => void customers.add(customer);
  },
  "take out"(tree: Tree, by: string, { group, customer }: Of<"take out">): Verdict {
    const lacking = lacksFor(tree, by, group);
    if (lacking) return lacking;
    const { customers } = groupOf(tree, group);
    if (!customers.has(customer)) return "not_found";
    return () => {
      customers.delete(customer);
      settle(tree);
    };
  },
  "give on"(tree: Tree, by: string, { group, principal, role }: Of<"give on">): Verdict {
    const { owner, held } = groupOf(tree, group);
    const can = (right: string) => may(tree, by, right, owner);
    if (!can("customer.view")) return "not_found";
    if (!can("customer.members.grant") && !can("customer.members.edit")) return "forbidden";
    if (role === "owner") return "group_owner";
    if (principal === crew && !isHomeAbove(tree, owner)) return "not_found";
    const before = [...(held[principal] ?? [])];
    const isNew = !before.includes(role);
    if (isNew && role === ownRole && !isHomeAbove(tree, owner)) return "invalid";
    if (!toGive(role, before, isNew).every(can)) return "forbidden";
    return () => {
      held[principal] = new Set([...before, role]);
    };
  },
  "take on"(tree: Tree, by: string, { group, principal, role }: Of<"take on">): Verdict {
    const { owner, held } = groupOf(tree, group);
    const can = (right: string) => may(tree, by, right, owner);
    if (!can("customer.view")) return "not_found";
    if (!can("customer.members.edit") && !can("customer.members.remove")) return "forbidden";
    const roles = held[principal];
    if (!roles?.has(role)) return "not_found";
    const takes = `customer.members.${roles.size === 1 ? "remove" : "edit"}`;
    if (by !== principal && !can(takes)) return "forbidden";
    return () => {
      roles.delete(role);
      settle(tree);
    };
  },
};
