import * as api from "../../shared/api/index.ts";
import { check } from "../../shared/lambda/parse.ts";
import { type Request, useCase } from "../../shared/lambda/use-case.ts";
import { ownerIds } from "../../shared/model/owners.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import { contactsAlong, seenCustomer } from "../../shared/model/seen-customer.ts";
import { Tags } from "../../shared/model/tags.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as users from "../../shared/table/users.ts";
import { homeMustBeOf } from "./home.ts";

export const run = useCase(api.customers.update, async (request) => {
  const { caller, customer, body, now, mustMatch, happened, commit, reconsider } = request;
  mustMatch(customer.version);
  const places = [request.owners, ...request.ownersAbove];
  const people = await users.byIds([...new Set(places.flatMap(ownerIds))]);
  const contacts = contactsAlong(places, people, now);
  const decision = reconsider({ hasLiveOwner: contacts.length > 0 });
  const mayKnow = decision.allows("customer.view", "platform.customers.users.view");
  const seen = mayKnow ? contacts : [];
  if (!isPatched(customer, body)) return seenCustomer(customer, seen, decision);
  const changed = {
    ...patch(customer, body),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: customer.version + 1,
  };
  const line = { own: customer.id, above: request.ancestors };
  if (changed.homeDashboardId !== customer.homeDashboardId)
    await homeMustBeOf(line, changed.homeDashboardId, request);
  if (body.tags && changed.tags) check(Tags(), changed.tags, "tags");
  const event = happened({
    type: "customer.updated",
    subject: customer.id,
    before: patchedFields(customer, body),
    after: patchedFields(changed, body),
  });
  await commit([
    customers.replace(changed, customer.version),
    events.record(event),
    ...(await askingFor(request, changed.settings.minApprovals)),
  ]);
  return seenCustomer(changed, seen, decision);
});

/** How many people must agree from now on. Fewer than so far is for as many as now to agree to. */
async function askingFor(
  { customer, body, approval }: Request<typeof api.customers.update>,
  minApprovals: number,
): Promise<Write[]> {
  const before = customer.settings.minApprovals;
  if (minApprovals === before) return [];
  const agreed =
    minApprovals < before
      ? await approval({
          kind: "settings",
          granting: "customer.edit",
          gives: [],
          asks: body,
          onAnyVersion: true,
          claims: [{ target: "settings", role: "minApprovals" }],
        })
      : [];
  return [gates.askFor(customer.id, minApprovals), ...agreed];
}
