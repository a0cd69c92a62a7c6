import { AccessCheck, AccessCheckResult, Explanation, Question } from "../model/access.ts";
import { contract } from "./contract.ts";

/** Who may do what, and why. */
export const access = {
  check: contract({
    method: "POST",
    path: "/v1/access/check",
    summary:
      "Answers who may do what, up to 100 questions at once; about what one may not know, plainly no",
    allows: "signed-in",
    body: AccessCheck,
    returns: AccessCheckResult,
  }),
  explain: contract({
    method: "POST",
    path: "/v1/access/explain",
    summary: "Says why somebody may do something, or what comes closest to it",
    allows: "signed-in",
    body: Question,
    returns: Explanation,
  }),
};
