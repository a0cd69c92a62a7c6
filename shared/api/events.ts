import { EventFilter, SeenEvent } from "../model/event.ts";
import { contract } from "./contract.ts";

/** What happened to a customer, and on the platform. */
export const events = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/events",
    summary: "Lists what happened, newest first",
    allows: ["customer.events.view", "platform.events.view"],
    query: EventFilter,
    returns: SeenEvent,
    lists: true,
  }),
  listOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/events",
    summary: "Lists what happened to people and on the platform, at no customer, newest first",
    allows: ["platform.events.view"],
    query: EventFilter,
    returns: SeenEvent,
    lists: true,
  }),
};
