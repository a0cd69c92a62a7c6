import type { Permission } from "../../shared/access/permissions.ts";
import type { PageQuery } from "../../shared/api/contract.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as projectList from "../../shared/table/project-list.ts";

interface Asked {
  query: PageQuery & { q?: string | undefined };
  decision: { allows(permission: Permission): boolean };
}

/** A page of the projects of all customers; who made them is told to those who may see people. */
export async function listedForPlatform({ query, decision }: Asked) {
  const page = await projectList.ofCustomersBeginningWith(query.q ?? "", query);
  const viewer = { allows: () => decision.allows("platform.customers.users.view") };
  return { ...page, items: page.items.map((project) => seenBy(viewer, project)) };
}
