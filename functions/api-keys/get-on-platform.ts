import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { keyNamed, keysOf, mustBeHere } from "./asking.ts";

export const run = useCase(api.apiKeys.getOnPlatform, { ahead: keysOf }, async (request) => {
  const read = mustBeHere(request.ahead, request.customer);
  return keyNamed(read, request.params.key);
});
