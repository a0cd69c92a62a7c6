import { Message } from "../model/message.ts";
import { Operation } from "../model/operation.ts";
import { contract } from "./contract.ts";

/** What whoever runs the platform has to say to the people of a customer. */
export const messages = {
  send: contract({
    method: "POST",
    path: "/v1/customers/{customer}/messages",
    summary: "Writes an e-mail to each member of the customer, those of its groups included, once",
    allows: ["platform.customers.message"],
    body: Message,
    returns: Operation,
    status: 202,
    refuses: ["rate_limited"],
    replays: "operations.get",
  }),
};
