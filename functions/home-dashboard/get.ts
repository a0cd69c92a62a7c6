import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { type Request, useCase } from "../../shared/lambda/use-case.ts";
import { seesThingsOf } from "../../shared/lambda/visible-things.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { isApiUser } from "../../shared/model/caller.ts";
import { ownerOf, platform } from "../../shared/model/id.ts";
import * as customers from "../../shared/table/customers.ts";
import * as things from "../../shared/table/things.ts";

/** Those of the customer, of the customers above it and of the platform count; what is gone or belongs elsewhere is skipped, and so is what somebody chose for themselves and may see no longer. */
export const run = useCase(api.homeDashboard.get, async (request) => {
  const { caller, customer, ancestors, decision } = request;
  const above = ancestors.length > 0 ? await customers.byIds(ancestors) : [];
  const chosen = [
    { chosenBy: "user", id: isApiUser(caller) ? undefined : caller.homeDashboardId },
    { chosenBy: "customer", id: customer.homeDashboardId },
    ...above.map(({ homeDashboardId: id }) => ({ chosenBy: "ancestor", id }) as const),
    { chosenBy: "platform", id: env.homeDashboard },
  ] as const;
  const found = await things.byIds(chosen.flatMap(({ id }) => id ?? []));
  const owners = [customer.id, ...ancestors, platform];
  for (const { chosenBy, id } of chosen) {
    const dashboard = found.find((one) => one.id === id && owners.includes(ownerOf(one)));
    if (dashboard && (chosenBy !== "user" || (await isSeen(ownerOf(dashboard), request))))
      return { chosenBy, dashboard: seenBy(decision, dashboard) };
  }
  return {};
});

/** Whoever sees a home dashboard sees the things of the customer, but not of those above it. */
const isSeen = async (owner: string, asking: Request<typeof api.homeDashboard.get>) =>
  [asking.customer.id, platform].includes(owner) || seesThingsOf(owner, asking);
