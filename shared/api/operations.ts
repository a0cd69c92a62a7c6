import { Operation } from "../model/operation.ts";
import { contract } from "./contract.ts";

/** Long work that a request started. */
export const operations = {
  get: contract({
    method: "GET",
    path: "/v1/operations/{operation}",
    summary: "Answers how far an operation is, and what it removed",
    allows: "signed-in",
    returns: Operation,
  }),
};
