import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { groupMemberOf } from "../../shared/model/user-group.ts";
import { add } from "./adding.ts";
import { bothOf, mustBeHere, personIn } from "./known.ts";

export const run = useCase(api.groupMembers.addOnPlatform, { ahead: bothOf }, async (request) => {
  const { params, ahead } = request;
  const person = await personIn(request, params, ahead.person);
  const { membership } = await add(request, mustBeHere(ahead), params.user, person);
  return groupMemberOf(membership);
});
