import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { change } from "./changing.ts";
import { apiUserOf, mustBeHere } from "./known.ts";

export const run = useCase(api.apiUsers.updateOnPlatform, { ahead: apiUserOf }, async (request) =>
  change(request, mustBeHere(request.ahead, request.customer)),
);
