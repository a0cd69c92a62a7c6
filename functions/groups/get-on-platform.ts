import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { groupOf, mustBeHere } from "./known.ts";

export const run = useCase(api.groups.getOnPlatform, { ahead: groupOf }, async ({ ahead }) =>
  mustBeHere(ahead),
);
