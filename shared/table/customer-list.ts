import * as z from "zod/mini";
import { StoredCustomer } from "../model/customer.ts";
import { lazy } from "../model/lazy.ts";
import { type Collection, collections, indexKeyIn } from "./collections.ts";
import { mergedPage } from "./merged-page.ts";
import type { PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

const listOf = <T extends { id: string }>(
  collectionOf: (shard: string) => Collection,
  schema: z.ZodMiniType<T>,
  options: PageOptions & { q?: string },
) =>
  mergedPage({
    ...options,
    schema,
    positionOf: ({ id }) => id,
    collectionOf,
    keyAt: (customer, shard) => ({
      ...keys.customer({ customer }),
      ...indexKeyIn(collectionOf(shard), customer),
    }),
  });

/** Customers whose id begins with `q`, in the order of their ids. */
export const beginningWith = (q: string, options: PageOptions) =>
  listOf((shard) => collections.customers({ shard, q }), StoredCustomer(), { ...options, q });

/** Customers that stand below no other, in the order of their ids. */
export const onTop = (options: PageOptions) =>
  listOf((shard) => collections["customers below no other"]({ shard }), StoredCustomer(), options);

const Named = lazy(() => z.object({ id: z.string() }));

/** The ids of all customers, those below others and those that nobody can read as well, in their order. */
export const idsOfAll = async (options: PageOptions): Promise<string[]> =>
  (await listOf((shard) => collections.customers({ shard, q: "" }), Named(), options)).items.map(
    ({ id }) => id,
  );
