import { decide } from "../../shared/access/decide.ts";
import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as projects from "../../shared/table/projects.ts";

/** Owners and admins see all projects of the customer, others those they hold a role on. */
export const run = useCase(
  api.projects.list,
  {
    ahead: ({ id }, { params: { customer }, query }) =>
      bindingLists.projectsOf(id, customer, query),
  },
  async (request) => {
    const { customer, decision, query, ahead: own, caller, customerBinding, now } = request;
    if (decision.allows("customer.projects.view")) return projects.ofCustomer(customer.id, query);
    const found = await projects.byIds(
      customer.id,
      own.items.map(({ project }) => project),
    );
    const items = found.filter((project) => {
      const projectBinding = own.items.find((binding) => binding.project === project.id);
      const facts = { now, principal: caller, customer, customerBinding, project, projectBinding };
      return decide(facts).allows("project.view");
    });
    return { items: items.map((project) => seenBy(decision, project)), nextCursor: own.nextCursor };
  },
);
