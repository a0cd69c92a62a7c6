import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { allCustomers } from "../../shared/model/id.ts";
import { allOf, groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.customerGroups.get, { ahead: groupOf }, async (request) =>
  seenBy(
    request.decision,
    request.params.customerGroup === allCustomers
      ? allOf(request)
      : mustBeHere(request.ahead, request),
  ),
);
