import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as operationResults from "../../shared/table/operation-results.ts";
import { named, readable } from "./following.ts";

export const run = useCase(api.operations.results, named, async (request) =>
  operationResults.ofOperation(await readable(request), request.query),
);
