import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { end } from "./ending.ts";
import { mustBeOpen, requestOf } from "./known.ts";

export const run = useCase(api.accessRequests.withdraw, { ahead: requestOf }, async (request) => {
  const { ahead: found, caller, decision, now } = request;
  if (found && found.requester.id !== caller.id) {
    const maySee = decision.allows("customer.members.view");
    throw maySee
      ? new Refusal("forbidden", "Only who asked takes it back. Decline it instead.")
      : new Refusal("not_found");
  }
  return end(request, mustBeOpen(found, now), "withdrawn");
});
