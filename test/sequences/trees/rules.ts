import { type Act, nothing, type Verdict } from "./act.ts";
import { closingRules } from "./closing-rules.ts";
import { groupRules } from "./group-rules.ts";
import { memberRules } from "./member-rules.ts";
import { projectRules } from "./project-rules.ts";
import { lacks } from "./rights.ts";
import {
  aGroupOf,
  allBelow,
  aPlace,
  lineOf,
  may,
  ownersOf,
  placeOf,
  settle,
  type Tree,
} from "./tree.ts";

/** How many levels of customers there can be. */
const levels = 8;

type Rules = {
  [D in Act["do"]]: (tree: Tree, by: string, act: Extract<Act, { do: D }>) => Verdict;
};

const rules: Rules = {
  ...memberRules,
  ...groupRules,
  ...closingRules,
  ...projectRules,
  create: (tree, by, { customer, below, owner, into }) => {
    const lacking =
      lacks(tree, by, "customer.sub-customers.manage", below) ??
      (owner && lacks(tree, by, "customer.owners.manage", below));
    if (lacking) return lacking;
    const above = lineOf(tree, below);
    if (above.length >= levels) return "too_deep";
    if (into && tree.groups[into]?.owner !== below) return "invalid";
    return () => {
      const place = aPlace(below);
      tree.places[customer] = place;
      tree.groups[allBelow(customer)] = aGroupOf(customer);
      if (into) tree.groups[into]?.customers.add(customer);
      if (owner) {
        place.held[owner] = new Set(["owner"]);
        place.ownerBy[owner] = by;
      }
    };
  },
  move: (tree, by, { customer, to }) => {
    const managing = "customer.sub-customers.manage";
    const here = lacks(tree, by, "customer.owners.manage", customer);
    if (here) return here;
    const { parent } = placeOf(tree, customer);
    if ((parent ?? null) === to) return nothing;
    if (parent && !may(tree, by, managing, parent)) return "forbidden";
    const there = to && lacks(tree, by, managing, to);
    if (there) return there;
    if (!to && ownersOf(tree, customer).length === 0) return "owner_needed";
    const above = to ? lineOf(tree, to) : [];
    if (above.includes(customer)) return "cycle";
    if (above.length + 1 + heightOf(tree, customer) > levels) return "too_deep";
    return () => {
      placeOf(tree, customer).parent = to ?? undefined;
      for (const { customers } of Object.values(tree.groups)) customers.delete(customer);
      settle(tree);
    };
  },
};

/** Levels of customers below one that are not closed. */
function heightOf(tree: Tree, customer: string): number {
  const isBelow = ([, { parent, isClosed }]: [string, Tree["places"][string]]) =>
    parent === customer && !isClosed;
  const below = Object.entries(tree.places).filter(isBelow);
  return Math.max(0, ...below.map(([one]) => heightOf(tree, one) + 1));
}

/** How the rules answer an attempt, and what it changes. */
export function attempt(tree: Tree, by: string, act: Act): string {
  const rule = rules[act.do] as (tree: Tree, by: string, act: Act) => Verdict;
  const verdict = rule(tree, by, act);
  if (typeof verdict === "string") return verdict;
  verdict();
  return "done";
}
