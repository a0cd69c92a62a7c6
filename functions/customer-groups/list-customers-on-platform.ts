import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { groupOf } from "./known.ts";
import { listCustomers } from "./listing-customers.ts";

export const run = useCase(
  api.customerGroups.listCustomersOnPlatform,
  { ahead: groupOf },
  (request) => listCustomers(request),
);
