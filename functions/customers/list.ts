import { decide } from "../../shared/access/decide.ts";
import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenCustomer } from "../../shared/model/seen-customer.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as customers from "../../shared/table/customers.ts";

export const run = useCase(
  api.customers.list,
  { ahead: ({ id }, { query }) => bindingLists.ofPrincipal(id, query) },
  async ({ caller, ahead: { items, nextCursor }, now }) => {
    const found = await customers.byIds(items.map(({ customer }) => customer));
    const seen = found.flatMap((customer) => {
      const customerBinding = items.find((binding) => binding.customer === customer.id);
      const decision = decide({ now, principal: caller, customer, customerBinding });
      if (!decision.allows("customer.view")) return [];
      const { contacts: _, ...rest } = seenCustomer(customer, [], decision);
      return [rest];
    });
    return { items: seen, nextCursor };
  },
);
