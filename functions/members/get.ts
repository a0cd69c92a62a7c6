import { need } from "../../shared/access/need.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { holdsRoles } from "../../shared/model/binding.ts";
import { memberOf } from "../../shared/model/member.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as bindings from "../../shared/table/bindings.ts";

export const run = useCase(
  api.members.get,
  { ahead: (_, { params: { customer, principal } }) => bindings.onCustomerOf(customer, principal) },
  async ({ ahead: binding, params, caller, decision, now }) => {
    if (params.principal !== caller.id)
      need(decision, "customer.members.view", "platform.customers.users.view");
    if (!binding || !holdsRoles(binding)) throw new Refusal("not_found");
    return memberOf(binding, now);
  },
);
