import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { change } from "./changing.ts";
import { apiUserOf, mustBeHere } from "./known.ts";

export const run = useCase(api.apiUsers.update, { ahead: apiUserOf }, async (request) =>
  seenBy(request.decision, await change(request, mustBeHere(request.ahead, request.customer))),
);
