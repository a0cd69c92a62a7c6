import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as events from "../../shared/table/events.ts";

export const run = useCase(api.events.list, ({ customer, query }) =>
  events.ofCustomer(customer.id, query),
);
