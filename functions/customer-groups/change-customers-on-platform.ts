import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { changeCustomers } from "./changing-customers.ts";
import { groupOf, mustBeNamed } from "./known.ts";

export const run = useCase(
  api.customerGroups.changeCustomersOnPlatform,
  { ahead: groupOf },
  (request) => changeCustomers(request, mustBeNamed(request.ahead, request)),
);
