import {
  CustomerChange,
  CustomerFilter,
  ListedCustomer,
  NewCustomer,
  SeenCustomer,
} from "../model/customer.ts";
import { CustomerForOthers } from "../model/customer-for-others.ts";
import { Reasoned } from "../model/reasoned.ts";
import { contract } from "./contract.ts";

/** Accounts: teams, departments, businesses, people. */
export const customers = {
  create: contract({
    method: "POST",
    path: "/v1/customers",
    summary: "Creates a customer and makes the caller its owner",
    allows: "signed-in",
    keptForPeople: true,
    body: NewCustomer,
    returns: SeenCustomer,
    status: 201,
    refuses: ["identifier_taken", "limit_reached", "self_service_off"],
    replays: "customers.get",
  }),
  list: contract({
    method: "GET",
    path: "/v1/customers",
    summary: "Lists the customers that the caller has access to",
    allows: "signed-in",
    returns: SeenCustomer,
    lists: true,
  }),
  createFor: contract({
    method: "POST",
    path: "/v1/platform/customers",
    summary: "Creates a customer for others and invites its first people",
    allows: ["platform.customers.create"],
    body: CustomerForOthers,
    returns: SeenCustomer,
    status: 201,
    refuses: ["address_not_deliverable", "identifier_taken", "owner_limit", "rate_limited"],
    replays: "customers.get",
  }),
  listAll: contract({
    method: "GET",
    path: "/v1/platform/customers",
    summary: "Lists all customers there are, in the order of their ids",
    allows: ["platform.customers.view"],
    query: CustomerFilter,
    returns: ListedCustomer,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}",
    summary: "Answers a customer, its owners and what the caller may do there",
    allows: ["customer.view", "platform.customers.view"],
    returns: SeenCustomer,
  }),
  update: contract({
    method: "PATCH",
    path: "/v1/customers/{customer}",
    summary: "Changes a customer's name, address and the like",
    allows: ["customer.edit"],
    body: CustomerChange,
    returns: SeenCustomer,
    ifMatch: "required",
    mayWait: true,
  }),
  disable: contract({
    method: "POST",
    path: "/v1/customers/{customer}/disable",
    summary: "Stops everything at a customer but reading and what only takes away",
    allows: ["platform.customers.disable"],
    body: Reasoned,
    returns: SeenCustomer,
    whenDisabled: true,
  }),
  enable: contract({
    method: "POST",
    path: "/v1/customers/{customer}/enable",
    summary: "Lets a disabled customer go on",
    allows: ["platform.customers.disable"],
    body: Reasoned,
    returns: SeenCustomer,
    whenDisabled: true,
  }),
};
