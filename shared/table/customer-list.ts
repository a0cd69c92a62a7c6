import * as z from "zod/mini";
import { StoredCustomer } from "../model/customer.ts";
import { lazy } from "../model/lazy.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { mergedPage } from "./merged-page.ts";
import type { PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

const listOf = <T extends { id: string }>(
  q: string,
  schema: z.ZodMiniType<T>,
  options: PageOptions,
) =>
  mergedPage({
    ...options,
    q,
    schema,
    positionOf: ({ id }) => id,
    collectionOf: (shard) => collections.customers({ shard, q }),
    keyAt: (customer, shard) => ({
      ...keys.customer({ customer }),
      ...indexKeyIn(collections.customers({ shard, q }), customer),
    }),
  });

/** Customers whose id begins with `q`, in the order of their ids. */
export const beginningWith = (q: string, options: PageOptions) =>
  listOf(q, StoredCustomer(), options);

const Named = lazy(() => z.object({ id: z.string() }));

/** The ids of all customers, those below others and those that nobody can read as well, in their order. */
export const idsOfAll = async (options: PageOptions): Promise<string[]> =>
  (await listOf("", Named(), options)).items.map(({ id }) => id);
