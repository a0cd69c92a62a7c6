import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { memberOf } from "../../shared/model/member.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";

export const run = useCase(api.projectMembers.list, async ({ customer, project, query, now }) => {
  const of = { customer: customer.id, project: project.id, projectKey: project.key };
  const { items, nextCursor } = await bindingLists.onProject(of, query);
  return { items: items.map((binding) => memberOf(binding, now)), nextCursor };
});
