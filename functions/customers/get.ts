import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { isApiUser } from "../../shared/model/caller.ts";
import { ownerIds } from "../../shared/model/owners.ts";
import { contactsAlong, seenCustomer } from "../../shared/model/seen-customer.ts";
import * as users from "../../shared/table/users.ts";

export const run = useCase(
  api.customers.get,
  { withOwners: true },
  async ({ caller, customer, owners, ownersAbove, decision, now, reconsider }) => {
    if (!decision.allows("customer.view", "platform.customers.users.view"))
      return seenCustomer(customer, [], decision);
    const places = [owners, ...ownersAbove];
    const others = [...new Set(places.flatMap(ownerIds))].filter((id) => id !== caller.id);
    const contacts = contactsAlong(
      places,
      [...(isApiUser(caller) ? [] : [caller]), ...(await users.byIds(others, { strong: false }))],
      now,
    );
    return seenCustomer(customer, contacts, reconsider({ hasLiveOwner: contacts.length > 0 }));
  },
);
