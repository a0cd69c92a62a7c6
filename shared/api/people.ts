import { Operation } from "../model/operation.ts";
import { FoundPeople, PeopleQuery } from "../model/people.ts";
import { contract } from "./contract.ts";

/** Finding those to whom something is to be granted. */
export const people = {
  search: contract({
    method: "GET",
    path: "/v1/customers/{customer}/people",
    summary: "Searches people and user groups by the beginning of any word of a name or address",
    allows: ["customer.members.grant"],
    query: PeopleQuery,
    returns: FoundPeople,
    refuses: ["rate_limited"],
  }),
  renew: contract({
    method: "POST",
    path: "/v1/customers/{customer}/people/renew",
    summary: "Rebuilds the search for the people who act for a customer",
    allows: ["customer.edit"],
    returns: Operation,
    status: 202,
    refuses: ["rate_limited"],
    replays: "operations.get",
  }),
};
