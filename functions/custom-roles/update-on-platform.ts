import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { ofPlatform } from "./asking.ts";
import { change } from "./changing.ts";

export const run = useCase(api.customRoles.updateOnPlatform, { ahead: ofPlatform }, (request) =>
  change({ ...request, book: request.ahead }, request.params.role),
);
