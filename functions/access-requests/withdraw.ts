import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { requestOf } from "./known.ts";
import { withdraw } from "./withdrawing.ts";

export const run = useCase(api.accessRequests.withdraw, { ahead: requestOf }, (request) =>
  withdraw(
    request,
    request.ahead,
    request.decision.allows("customer.members.view", "platform.requests.handle"),
  ),
);
