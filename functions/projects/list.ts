import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import { mergedPage } from "../../shared/table/page.ts";
import * as projects from "../../shared/table/projects.ts";

const ofAll = ["customer.projects.view", "project.view", "platform.projects.view"] as const;

/** Owners and admins see all projects of the customer, others those they hold a role on, themselves or through a group. */
export const run = useCase(
  api.projects.list,
  {
    ahead: ({ id }, { params: { customer }, query }) =>
      bindingLists.projectsOf(id, customer, query),
  },
  async (request) => {
    const { customer, decision, query, ahead, caller, groups } = request;
    // Who may see projects without a role on one of them may see them all.
    if (decision.allows(...ofAll)) {
      const { items, nextCursor } = await projects.ofCustomer(customer.id, query);
      return { items: items.map((project) => seenBy(decision, project)), nextCursor };
    }
    const ofGroups = await Promise.all(
      groups.map(({ group }) => bindingLists.projectsOf(group, customer.id, query)),
    );
    const lists = [ahead, ...ofGroups];
    const { items: held, nextCursor } = mergedPage(lists, query.limit, ({ project }) => project);
    const bindings = lists.flatMap(({ items }) => items);
    const [found, ofPlatform] = await Promise.all([
      projects.byIds(
        customer.id,
        held.map(({ project }) => project),
      ),
      customRoles.forProjects(bindings.flatMap(({ roles }) => Object.keys(roles))),
    ]);
    const defined = { ...decision.customRoles, project: ofPlatform?.roles };
    const items = found.filter((project) => {
      const on = (principal: string) =>
        bindings.find(
          (binding) => binding.project === project.id && binding.principal === principal,
        );
      return request
        .reconsider({
          project,
          projectBinding: on(caller.id),
          customRoles: defined,
          groups: groups.map((one) => ({ ...one, projectBinding: on(one.group) })),
        })
        .allows("project.view");
    });
    return { items: items.map((project) => seenBy(decision, project)), nextCursor };
  },
);
