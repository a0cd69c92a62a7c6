import { Pending } from "../model/pending.ts";
import { contract } from "./contract.ts";

/** Everything at a customer that waits for somebody. */
export const pending = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/pending",
    summary: "Lists open invitations and access requests together, oldest first",
    allows: ["customer.members.grant"],
    returns: Pending,
    lists: true,
  }),
};
