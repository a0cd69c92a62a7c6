import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { change } from "./changing.ts";
import { groupOf, mustBeNamed } from "./known.ts";

export const run = useCase(api.customerGroups.update, { ahead: groupOf }, async (request) =>
  seenBy(request.decision, await change(request, mustBeNamed(request.ahead, request))),
);
