import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { groupOf, mustBeNamed } from "./known.ts";
import { take } from "./removing.ts";

export const run = useCase(
  api.customerGroups.removeCustomerOnPlatform,
  { ahead: groupOf },
  async (request) => {
    const group = mustBeNamed(request.ahead, request);
    if (!(await take(request, group, request.params.child))) throw new Refusal("not_found");
    return undefined;
  },
);
