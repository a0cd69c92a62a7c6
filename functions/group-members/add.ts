import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { groupMemberOf } from "../../shared/model/user-group.ts";
import { add } from "./adding.ts";
import { bothOf, mustBeHere } from "./known.ts";

export const run = useCase(api.groupMembers.add, { ahead: bothOf }, async (request) => {
  const { params, ahead } = request;
  const { membership } = await add(request, mustBeHere(ahead), params.user, ahead.person);
  return groupMemberOf(membership);
});
