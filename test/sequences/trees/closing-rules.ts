import type { Act, Verdict } from "./act.ts";
import { lacks } from "./rights.ts";
import { placeOf, settle, subtreeOf, type Tree, withProject } from "./tree.ts";

type Of<D extends Act["do"]> = Extract<Act, { do: D }>;

/** What the rules say about closing customers, and about what stands in the way. */
export const closingRules = {
  close(tree: Tree, by: string, { customer, recursive }: Of<"close">): Verdict {
    const lacking = lacks(tree, by, "customer.delete", customer);
    if (lacking) return lacking;
    const along = subtreeOf(tree, customer).filter((one) => !placeOf(tree, one).isClosed);
    const hasProject = tree.project !== "gone" && along.includes(withProject);
    if (along.length > 1 && !recursive) return "blocked";
    if (hasProject && customer === withProject) return "blocked";
    return () => {
      // What is in the way further down is found by the operation: everything is as it was then.
      if (!hasProject) for (const one of along) close(tree, one);
      settle(tree);
    };
  },
};

/** Nothing is left of it but its place. */
function close(tree: Tree, customer: string) {
  Object.assign(placeOf(tree, customer), { isClosed: true, held: {}, ownerBy: {} });
  for (const [name, { owner, customers }] of Object.entries(tree.groups)) {
    customers.delete(customer);
    if (owner === customer) delete tree.groups[name];
  }
  if (customer === "c0") tree.crew.clear();
}
