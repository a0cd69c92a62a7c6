import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { add } from "./adding.ts";
import { groupOf, mustBeNamed } from "./known.ts";
import { seen } from "./listing-customers.ts";

export const run = useCase(api.customerGroups.addCustomer, { ahead: groupOf }, async (request) => {
  const group = mustBeNamed(request.ahead, request);
  return seen((await add(request, group, request.params.child)).child);
});
