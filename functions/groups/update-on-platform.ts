import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { change } from "./changing.ts";
import { groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.groups.updateOnPlatform, { ahead: groupOf }, (request) =>
  change(request, mustBeHere(request.ahead)),
);
