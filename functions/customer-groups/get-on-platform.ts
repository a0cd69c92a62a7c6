import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { allCustomers } from "../../shared/model/id.ts";
import { allOf, groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.customerGroups.getOnPlatform, { ahead: groupOf }, async (request) =>
  request.params.customerGroup === allCustomers
    ? allOf(request)
    : mustBeHere(request.ahead, request),
);
