import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { keyNamed, keysOf, mustBeHere } from "./asking.ts";

export const run = useCase(api.apiKeys.get, { ahead: keysOf }, async (request) => {
  const read = mustBeHere(request.ahead, request.customer);
  return seenBy(request.decision, keyNamed(read, request.params.key));
});
