import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { matching } from "../../shared/model/held-access.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import { allOf, holderOf } from "./holders.ts";

export const run = useCase(api.access.list, async (request) => {
  const { caller, customer, decision, query, now } = request;
  const { principal } = query;
  if (principal !== caller.id && !decision.allows("customer.members.view"))
    throw new Refusal("forbidden", "This takes the permission customer.members.view.");
  if (principal)
    return { items: matching(await allOf(principal, customer.id, undefined, now), query) };
  const { items, nextCursor } = await bindingLists.onCustomer(customer.id, query);
  const holders = items.map((binding) => holderOf(binding, now));
  return { items: matching(holders, query), nextCursor };
});
