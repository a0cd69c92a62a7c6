import { DepthQuery, SubCustomer } from "../model/customer.ts";
import { contract } from "./contract.ts";

/** Customers below a customer. */
export const subCustomers = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/sub-customers",
    summary: "Lists the customers below a customer, each before those below it",
    allows: ["customer.view", "platform.customers.view"],
    query: DepthQuery,
    returns: SubCustomer,
    lists: true,
  }),
};
