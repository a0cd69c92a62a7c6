import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { groupsOf } from "../../shared/model/caller.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.groups.get, { ahead: groupOf }, async (request) => {
  const { caller, customer, decision, params, isReplay } = request;
  const isIn = groupsOf(caller, customer.id).includes(params.group);
  if (!isIn && !isReplay && !decision.allows("customer.groups.view"))
    throw new Refusal("not_found");
  return seenBy(decision, mustBeHere(request.ahead, customer));
});
