import type { PageQuery } from "../../shared/api/contract.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import type { StoredCustomerGroup } from "../../shared/model/customer-group.ts";
import { allCustomers } from "../../shared/model/id.ts";
import * as customerList from "../../shared/table/customer-list.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as subCustomers from "../../shared/table/sub-customers.ts";
import { type Asking, mustBeHere, ownerIn } from "./known.ts";

type Listing = Pick<Asking, "customer"> & {
  params: { customerGroup: string };
  query: PageQuery;
  ahead: StoredCustomerGroup | undefined;
};

/** The customers in a group, in the order of their ids: those in the group of all follow from the tree. */
export async function listCustomers(request: Listing) {
  const { params, query, ahead } = request;
  const { items, nextCursor } =
    params.customerGroup === allCustomers
      ? await allBelow(request)
      : await groupedCustomers.inGroup(
          { owner: ownerIn(request), group: mustBeHere(ahead, request).id },
          query,
        );
  return { items: items.map(seen), nextCursor };
}

const allBelow = ({ customer, query }: Listing) =>
  customer ? subCustomers.rightBelow(customer.id, query) : customerList.onTop(query);

export const seen = ({ id, displayName, status }: StoredCustomer) => ({ id, displayName, status });
