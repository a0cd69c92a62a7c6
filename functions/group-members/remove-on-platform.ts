import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { bothOf, mustBeHere, personIn } from "./known.ts";
import { remove } from "./removing.ts";

export const run = useCase(
  api.groupMembers.removeOnPlatform,
  { ahead: bothOf },
  async (request) => {
    const { params, ahead } = request;
    const person = await personIn(request, params, ahead.person);
    const isGone = await remove(request, mustBeHere(ahead), params.user, person);
    if (!isGone) throw new Refusal("not_found");
    return undefined;
  },
);
