import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { requestOf, seenBy } from "./known.ts";

export const run = useCase(
  api.accessRequests.getOnPlatform,
  { ahead: requestOf },
  async ({ ahead: found, caller, decision, now }) => {
    const maySee = decision.allows("platform.admins.manage");
    return seenBy(caller, found, maySee, now);
  },
);
