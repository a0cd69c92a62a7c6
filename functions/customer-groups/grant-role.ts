import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { allCustomers } from "../../shared/model/id.ts";
import { grant } from "./granting.ts";
import { groupOf, mustBeHere } from "./known.ts";
import { memberOn } from "./showing.ts";

export const run = useCase(api.customerGroups.grantRole, { ahead: groupOf }, async (request) => {
  const { params, now, ahead } = request;
  const group = params.customerGroup === allCustomers ? undefined : mustBeHere(ahead, request);
  return memberOn(params.customerGroup, await grant(request, group), now);
});
