import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as tenants from "../../shared/table/tenants.ts";

export const run = useCase(api.tenants.get, async ({ params, customer, project, decision }) => {
  const tenant = await tenants.byId(customer.id, project.key, params.tenant);
  if (!tenant) throw new Refusal("not_found");
  return seenBy(decision, tenant);
});
