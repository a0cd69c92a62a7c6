import type { Collection } from "./collections.ts";
import type { Of } from "./tree-keys.ts";

/** What is asked of requests that wait for the word of others. */
export const requestCollections = {
  "access requests of a customer": ({ customer }: Of<"customer">): Collection => ({
    pk: `C#${customer}#`,
    startsWith: "R#",
  }),
  "open access requests": ({ shard }: Of<"shard">): Collection => ({
    index: "gsi1",
    pk: `Z#R#${shard}`,
  }),
  "open access requests about a principal": ({
    customer,
    principal,
  }: Of<"customer" | "principal">): Collection => ({
    pk: `C#${customer}#`,
    startsWith: `RO#${principal}#`,
  }),
  "open access requests about a person": ({ principal }: Of<"principal">): Collection => ({
    index: "gsi2",
    pk: `RP#${principal}`,
  }),
  "where somebody asked for something": ({ requester }: Of<"requester">): Collection => ({
    index: "gsi2",
    pk: `RQ#${requester}`,
  }),
};
