import { decide } from "../../shared/access/decide.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { type Caller, isApiUser } from "../../shared/model/caller.ts";
import { definedIn } from "../../shared/model/custom-role.ts";
import { seenCustomer } from "../../shared/model/seen-customer.ts";
import { customersOfGroups } from "../../shared/model/user.ts";
import * as accessFacts from "../../shared/table/access-facts.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customers from "../../shared/table/customers.ts";
import * as groupHoldings from "../../shared/table/group-holdings.ts";
import { mergedPage } from "../../shared/table/page.ts";
import { customersInGroups } from "./list-grouped.ts";

/** The customers that somebody may see, by roles of their own or of their groups there or on groups of customers; an API user its own. */
export const run = useCase(
  api.customers.list,
  { ahead: ({ id }, { query }) => bindingLists.ofPrincipal(id, query) },
  async ({ caller, adminGroups, query, ahead: own, now }) => {
    const others = customersOf(caller).filter((id) => id > (query.after ?? ""));
    const ids = { ...own, items: own.items.map(({ customer }) => customer) };
    const grouped = await customersInGroups(caller, query);
    const { items: page, nextCursor } = mergedPage(
      [ids, { items: others }, ...grouped],
      query.limit,
      (id) => id,
    );
    const person = isApiUser(caller) ? undefined : caller;
    const bindingOf = new Map(own.items.map((binding) => [binding.customer, binding]));
    const mayDefine = (id: string) => customRoles.mayMatter(person, bindingOf.get(id), id);
    const [found, holdings, books] = await Promise.all([
      customers.byIds(page),
      groupHoldings.readAt(person ?? {}, page),
      customRoles.readAt(page.filter(mayDefine)),
    ]);
    const inGroups = new Set(grouped.flatMap(({ items }) => items));
    const isFurther = ({ id, parentId }: { id: string; parentId?: string | undefined }) =>
      parentId !== undefined || inGroups.has(id);
    const below = found.filter(isFurther).map(({ id }) => id);
    const factsAt = await accessFacts.read(
      below.map((customer) => ({ principal: caller.id, customer })),
    );
    const facts = factsAt(now);
    const items = found.flatMap((customer) => {
      const decision = decide(
        facts[below.indexOf(customer.id)] ?? {
          now,
          principal: caller,
          customer,
          customerBinding: bindingOf.get(customer.id),
          groups: holdings.get(customer.id),
          adminGroups,
          customRoles: definedIn(books.get(customer.id)),
        },
      );
      if (!decision.allows("customer.view")) return [];
      const { contacts: _, ...rest } = seenCustomer(customer, [], decision);
      return [rest];
    });
    return { items, nextCursor };
  },
);

/** Customers that a caller knows without a binding of its own: those of its groups, or the one it belongs to. */
function customersOf(caller: Caller): string[] {
  if (!isApiUser(caller)) return customersOfGroups(caller);
  return caller.customer === undefined ? [] : [caller.customer];
}
