import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { approve } from "./approving.ts";
import { requestOf, takenBy } from "./known.ts";

export const run = useCase(
  api.accessRequests.approveOnPlatform,
  { ahead: requestOf, takes: takenBy },
  (request) => approve(request, request.ahead),
);
