import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { chosenPage } from "../../shared/table/page.ts";
import { keysOf, mustBeHere } from "./asking.ts";

export const run = useCase(api.apiKeys.list, { ahead: keysOf }, async (request) => {
  const { keys } = mustBeHere(request.ahead, request.customer);
  const seen = keys.map((key) => seenBy(request.decision, key));
  return chosenPage(seen, request.query, ({ id }) => id);
});
