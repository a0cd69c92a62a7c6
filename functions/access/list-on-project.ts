import { need } from "../../shared/access/need.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { matching } from "../../shared/model/held-access.ts";
import { sourcesFrom } from "./above.ts";
import { pageAlong } from "./along.ts";
import { allOf, membersOn } from "./holders.ts";
import { allAlong, seeingProjects } from "./inherited.ts";

export const run = useCase(api.access.listOnProject, async (request) => {
  const { caller, customer, ancestors, project, decision, query, now } = request;
  const { principal, inherited } = query;
  if (principal !== caller.id && !decision.allows("project.configure"))
    need(decision, "customer.projects.access");
  // Who may configure the project alone sees no members of the customer.
  if (principal !== caller.id && inherited) need(decision, "customer.members.view");
  const line = [customer.id, ...ancestors] as const;
  if (principal) {
    const all = inherited
      ? await allAlong(principal, { line, project: project.id }, now)
      : await allOf(principal, customer.id, project, now);
    return { items: matching(all, query) };
  }
  const own = membersOn(customer.id, project, now);
  if (!inherited) {
    const { items, nextCursor } = await own.page(query);
    return { items: matching(items, query), nextCursor };
  }
  const here = { name: project.key, lists: async () => [own] };
  const { items, nextCursor } = await pageAlong([here, ...sourcesFrom(0, line, now)], query);
  return { items: matching(await seeingProjects(items, line), query), nextCursor };
});
