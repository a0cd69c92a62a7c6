import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { platform } from "../../shared/model/id.ts";
import { ownerIds } from "../../shared/model/owners.ts";
import { contactsAlong, seenCustomer } from "../../shared/model/seen-customer.ts";
import * as tree from "../../shared/table/tree.ts";
import { changesBy } from "./move-preview.ts";
import { rightsToBelow, rightsToLeave, rightsToTop } from "./move-rights.ts";
import { decisionAt } from "./moved.ts";
import { agreedTo, movedTo, moveWrites, openTo } from "./moving.ts";

/** Takes all that is below a customer along by writing where that one stands: whoever decides follows the parents, so it counts at once. */
export const run = useCase(
  api.customers.move,
  { ahead: ({ id }, { body: { parentId } }) => tree.destination(id, parentId ?? undefined) },
  async (request) => {
    const { customer, owners, ownersAbove, query, body, ahead, now, mustMatch, commit } = request;
    mustMatch(customer.version);
    const [here, there] = [
      [owners, ...ownersAbove],
      [owners, ...(ahead.owners ? [ahead.owners] : []), ...ahead.ownersAbove],
    ];
    const { people, groups } = await tree.departure(
      [...new Set([...here, ...there].flatMap(ownerIds))],
      { customer: customer.id, owner: customer.parentId ?? platform },
    );
    const dryRun = query.dryRun === true;
    const contacts = contactsAlong(here, people, now);
    const seen = { ...seenCustomer(customer, contacts, request.decision), dryRun };
    if (body.parentId === (customer.parentId ?? null))
      return { ...seen, ...(dryRun && { changes: { items: [] } }) };
    const leaving = rightsToLeave(request);
    const arriving =
      body.parentId === null ? rightsToTop(request, people) : rightsToBelow(request, body.parentId);
    const above = openTo(request);
    if (dryRun) return { ...seen, changes: await changesBy(request, above) };
    const moved = movedTo(request, above);
    const agreed = await agreedTo(request);
    const { writes, operation } = moveWrites(request, moved, above, groups);
    const made = { customer: customer.id, operation };
    await commit([...writes, ...leaving, ...arriving, ...agreed], made);
    return {
      ...seenCustomer(moved, contactsAlong(there, people, now), decisionAt(request, moved)),
      dryRun,
      operation,
    };
  },
);
