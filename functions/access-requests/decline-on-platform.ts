import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { decline } from "./declining.ts";
import { requestOf, takenBy } from "./known.ts";

export const run = useCase(
  api.accessRequests.declineOnPlatform,
  { ahead: requestOf, takes: takenBy },
  (request) => decline(request, request.ahead, request.body.reason),
);
