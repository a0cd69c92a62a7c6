import type { Act, Verdict } from "./act.ts";
import { lacks } from "./rights.ts";
import { may, mayOnProject, type Tree, withProject } from "./tree.ts";

type Of<D extends Act["do"]> = Extract<Act, { do: D }>;

/** What somebody lacks for a change of the project that takes a right at its customer. */
export function lacksOnProject(tree: Tree, by: string, permission: string): string | undefined {
  if (!mayOnProject(tree, by, "project.view")) return "not_found";
  if (!may(tree, by, permission, withProject)) return "forbidden";
  return tree.project === "pending" ? "project_pending_deletion" : undefined;
}

/** What the rules say about making and deleting the project: with tenants, others have the last word. */
export const projectRules = {
  "make project": (tree: Tree, by: string): Verdict =>
    lacks(tree, by, "customer.projects.create", withProject) ??
    (tree.project === "gone" ? become(tree, { project: "active" }) : "identifier_taken"),
  "delete project": (tree: Tree, by: string): Verdict =>
    lacksOnProject(tree, by, "customer.projects.delete") ??
    become(tree, tree.tenants > 0 ? { project: "pending" } : gone()),
  register: (tree: Tree, by: string): Verdict =>
    lacksOnProject(tree, by, "customer.projects.tenants.add") ??
    become(tree, { tenants: tree.tenants + 1 }),
  decide(tree: Tree, _: string, { word }: Of<"decide">): Verdict {
    if (tree.project !== "pending") return "nothing_pending";
    if (word === "decline") return become(tree, { project: "active" });
    const tenants = tree.tenants - 1;
    return become(tree, tenants > 0 ? { tenants } : gone());
  },
};

const become = (tree: Tree, next: Partial<Tree>) => () => void Object.assign(tree, next);

/** Nothing of it is left to a later project of its name. */
const gone = (): Partial<Tree> => ({ project: "gone", tenants: 0, onProject: {} });
