import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenRequest } from "../../shared/model/access-request.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { requestOf } from "./known.ts";

export const run = useCase(
  api.accessRequests.get,
  { ahead: requestOf },
  async ({ ahead: found, caller, decision, now }) => {
    const isTheirs = found?.requester.id === caller.id || found?.principal === caller.id;
    const maySee = decision.allows("customer.members.view", "platform.requests.handle");
    if (!found || !(isTheirs || maySee)) throw new Refusal("not_found");
    return seenRequest(found, now);
  },
);
