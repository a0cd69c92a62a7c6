import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { remove, withKeys } from "./deleting.ts";

export const run = useCase(api.apiUsers.deleteOnPlatform, { ahead: withKeys }, async (request) =>
  remove(request, request.ahead),
);
