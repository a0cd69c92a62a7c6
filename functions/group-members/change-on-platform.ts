import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { change } from "./changing.ts";
import { mustBeHere, readOf } from "./known.ts";

export const run = useCase(api.groupMembers.changeOnPlatform, { ahead: readOf }, (request) =>
  change(request, mustBeHere(request.ahead)),
);
