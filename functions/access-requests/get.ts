import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { requestOf, seenBy } from "./known.ts";

export const run = useCase(
  api.accessRequests.get,
  { ahead: requestOf },
  async ({ ahead: found, caller, decision, now }) =>
    seenBy(
      caller,
      found,
      decision.allows("customer.members.view", "platform.requests.handle"),
      now,
    ),
);
