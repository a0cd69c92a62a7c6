import type { Counts } from "../model/deletion.ts";
import type { StoredProject } from "../model/project.ts";
import type { User } from "../model/user.ts";
import { collections } from "./collections.ts";
import { countOf } from "./counting.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";

/** How many hold roles on a project, and how many tenants have to be gone first. */
export async function ofProject({ key, tenants }: StoredProject): Promise<Counts> {
  const members = await countOf(collections["members of a project"]({ projectKey: key }));
  return { members, tenants: { count: tenants } };
}

/** How much somebody holds: the customers and projects where they have access themselves, the groups they are in, and the groups of customers on which they hold roles. */
export async function ofPerson({ id, groups, boundOn = new Set() }: User): Promise<Counts> {
  const [customers, projects, onGroups] = await Promise.all([
    countOf(collections["customers of a principal"]({ principal: id })),
    countOf(collections["project access of a principal"]({ principal: id })),
    customerGroupBindings.ofEach([...boundOn].map((owner) => ({ principal: id, owner }))),
  ]);
  const customerGroups = onGroups.flatMap(({ roles }) => Object.keys(roles));
  return {
    customers,
    projects,
    groups: { count: groups?.size ?? 0 },
    customerGroups: { count: customerGroups.length },
  };
}
