import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { allCustomers } from "../../shared/model/id.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import { groupOf, mustBeHere, ownerIn } from "./known.ts";
import { memberOn } from "./showing.ts";

export const run = useCase(
  api.customerGroups.listMembersOnPlatform,
  { ahead: groupOf },
  async (request) => {
    const { params, query, now, ahead } = request;
    const group = params.customerGroup;
    if (group !== allCustomers) mustBeHere(ahead, request);
    const of = { owner: ownerIn(request), group };
    const { items, nextCursor } = await customerGroupBindings.onGroup(of, query);
    return { items: items.map((binding) => memberOn(group, binding, now)), nextCursor };
  },
);
