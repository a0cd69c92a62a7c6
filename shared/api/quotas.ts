import { CustomerBeginning } from "../model/customer.ts";
import { ListedQuotas, Quotas } from "../model/quotas.ts";
import { contract } from "./contract.ts";

/** How much customers have, and how much they may have. */
export const quotas = {
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/quotas",
    summary: "Returns how many projects and things the customer has, and how many it may have",
    allows: ["customer.projects.view", "platform.quotas.manage", "platform.quotas.export"],
    returns: Quotas,
  }),
  exportAll: contract({
    method: "GET",
    path: "/v1/platform/quotas/export",
    summary:
      "Returns how many projects and things each customer has and may have, a line of JSON for each, 25 at most; a Link leads on",
    allows: ["platform.quotas.export"],
    query: CustomerBeginning,
    returns: ListedQuotas,
    lists: true,
    media: "application/x-ndjson",
  }),
};
