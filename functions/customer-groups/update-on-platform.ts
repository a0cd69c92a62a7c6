import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { change } from "./changing.ts";
import { groupOf, mustBeNamed } from "./known.ts";

export const run = useCase(
  api.customerGroups.updateOnPlatform,
  { ahead: groupOf },
  async (request) => await change(request, mustBeNamed(request.ahead, request)),
);
