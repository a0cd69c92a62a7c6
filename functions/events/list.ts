import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as events from "../../shared/table/events.ts";
import { withNames } from "./naming.ts";

export const run = useCase(api.events.list, async ({ customer, query, decision }) => {
  const page = await events.ofCustomer(customer.id, query);
  const seesPeople = decision.allows("customer.members.view", "platform.customers.users.view");
  return query.names && seesPeople ? withNames(page) : page;
});
