import { AccessCheck, AccessCheckResult, ExplainedQuestion, Explanation } from "../model/access.ts";
import { AccessFilter, AccessHolder, CustomerAccessFilter } from "../model/held-access.ts";
import { contract } from "./contract.ts";

/** Who may do what, and why. */
export const access = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/access",
    summary:
      "Lists who has access to the customer, how they got it and until when; of one principal groups' roles too; `inherited` adds who has it from customers above and groups of customers",
    allows: ["customer.view"],
    query: CustomerAccessFilter,
    returns: AccessHolder,
    lists: true,
  }),
  listOnProject: contract({
    method: "GET",
    path: "/v1/customers/{customer}/projects/{project}/access",
    summary:
      "Lists who has access to the project, how they got it and until when; of one principal groups' roles too; `inherited` adds whose roles on the customer, or further up, let them see it",
    allows: ["project.view", "customer.projects.view"],
    query: AccessFilter,
    returns: AccessHolder,
    lists: true,
  }),
  check: contract({
    method: "POST",
    path: "/v1/access/check",
    summary:
      "Returns who may do what, up to 100 questions at once; about what one may not know, plainly no; as of now or of an instant in the past",
    allows: "signed-in",
    body: AccessCheck,
    returns: AccessCheckResult,
    refuses: ["limit_reached", "too_much_history"],
  }),
  explain: contract({
    method: "POST",
    path: "/v1/access/explain",
    summary:
      "Explains why somebody may do something, or what comes closest to it; as of now or of an instant in the past",
    allows: "signed-in",
    body: ExplainedQuestion,
    returns: Explanation,
    refuses: ["limit_reached", "too_much_history"],
  }),
};
