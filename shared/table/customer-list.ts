import { StoredCustomer } from "../model/customer.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { mergedPage } from "./merged-page.ts";
import type { PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

/** Customers whose id begins with `q`, in the order of their ids. */
export const beginningWith = (q: string, options: PageOptions) =>
  mergedPage({
    ...options,
    q,
    schema: StoredCustomer(),
    positionOf: ({ id }) => id,
    collectionOf: (shard) => collections.customers({ shard, q }),
    keyAt: (customer, shard) => ({
      ...keys.customer({ customer }),
      ...indexKeyIn(collections.customers({ shard, q }), customer),
    }),
  });
