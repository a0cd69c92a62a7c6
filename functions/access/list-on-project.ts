import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { matching } from "../../shared/model/held-access.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import { allOf, holderOf } from "./holders.ts";

export const run = useCase(api.access.listOnProject, async (request) => {
  const { caller, customer, project, decision, query, now } = request;
  const { principal } = query;
  if (principal !== caller.id && !decision.allows("customer.projects.access", "project.configure"))
    throw new Refusal("forbidden", "This takes the permission customer.projects.access.");
  // What is stored gives nobody access until the deletion is declined.
  if (project.status !== "active") return { items: [] };
  if (principal)
    return { items: matching(await allOf(principal, customer.id, project, now), query) };
  const of = { customer: customer.id, project: project.id, projectKey: project.key };
  const { items, nextCursor } = await bindingLists.onProject(of, query);
  const holders = items.map((binding) => holderOf(binding, now));
  return { items: matching(holders, query), nextCursor };
});
