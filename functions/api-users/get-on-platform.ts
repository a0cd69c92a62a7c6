import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { apiUserOf, mustBeHere } from "./known.ts";

export const run = useCase(api.apiUsers.getOnPlatform, { ahead: apiUserOf }, async ({ ahead }) =>
  mustBeHere(ahead),
);
