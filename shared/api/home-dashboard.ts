import { HomeDashboard } from "../model/home-dashboard.ts";
import { contract } from "./contract.ts";

/** What people see first. */
export const homeDashboard = {
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/home-dashboard",
    summary: "Returns the dashboard that the caller sees first at the customer, if there is one",
    allows: ["customer.things.view", "platform.things.manage"],
    returns: HomeDashboard,
  }),
};
