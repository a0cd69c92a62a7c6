import { ExpiredAccess, ExpiredAccessFilter } from "../model/expired-access.ts";
import { contract } from "./contract.ts";

/** Access that has ended or will soon. */
export const expiredAccess = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/expired-access",
    summary:
      "Lists roles on the customer, its projects and its groups of customers that have ended or will within `soon` days",
    allows: ["customer.projects.expired-access"],
    query: ExpiredAccessFilter,
    returns: ExpiredAccess,
    lists: true,
  }),
};
