import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { stateOf } from "../../shared/model/invitation.ts";
import * as invitations from "../../shared/table/invitations.ts";

export const run = useCase(api.invitations.list, async ({ customer, query, now }) => {
  const { items, nextCursor } = await invitations.ofCustomer(customer.id, query);
  const seen = items.map((one) => ({ ...one, state: stateOf(one, now) }));
  return { items: seen.filter(({ state }) => !query.state || state === query.state), nextCursor };
});
