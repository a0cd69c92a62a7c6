import { followingPermissions } from "../access/operation-kinds.ts";
import { Operation } from "../model/operation.ts";
import { OperationResult, OperationResultFilter } from "../model/operation-result.ts";
import { contract } from "./contract.ts";

const path = "/v1/operations";

/** Long work that a request started. */
export const operations = {
  list: contract({
    method: "GET",
    path,
    summary: "Lists the operations that the caller started, newest first",
    allows: "signed-in",
    returns: Operation,
    lists: true,
  }),
  listAtCustomer: contract({
    method: "GET",
    path: "/v1/customers/{customer}/operations",
    summary: "Lists the operations at a customer that the caller may follow, newest first",
    allows: followingPermissions,
    returns: Operation,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: `${path}/{operation}`,
    summary: "Returns how far an operation is, how fast it goes, and what came of it",
    allows: "signed-in",
    returns: Operation,
  }),
  results: contract({
    method: "GET",
    path: `${path}/{operation}/results`,
    summary: "Lists what came of each thing an operation saw to, what failed first",
    allows: "signed-in",
    query: OperationResultFilter,
    returns: OperationResult,
    lists: true,
  }),
  cancel: contract({
    method: "POST",
    path: `${path}/{operation}/cancel`,
    summary: "Cancels an operation, if its kind can be cancelled; what was done stays done",
    allows: "signed-in",
    returns: Operation,
    status: 202,
    refuses: ["not_cancellable", "operation_finished"],
  }),
  retry: contract({
    method: "POST",
    path: `${path}/{operation}/retry`,
    summary: "Retries what failed, and nothing else",
    allows: "signed-in",
    returns: Operation,
    status: 202,
    refuses: ["limit_reached", "nothing_to_retry"],
  }),
};
