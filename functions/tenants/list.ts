import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import * as tenants from "../../shared/table/tenants.ts";

export const run = useCase(api.tenants.list, async ({ project, decision, query }) => {
  const { items, nextCursor } = await tenants.ofProject(project, query);
  return { items: items.map((tenant) => seenBy(decision, tenant)), nextCursor };
});
