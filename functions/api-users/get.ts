import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { apiUserOf, mustBeHere } from "./known.ts";

export const run = useCase(api.apiUsers.get, { ahead: apiUserOf }, async (request) =>
  seenBy(request.decision, mustBeHere(request.ahead, request.customer)),
);
