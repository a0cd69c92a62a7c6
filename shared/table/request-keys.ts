import type { Of } from "./tree-keys.ts";

/** Keys of what waits for the word of others: a part of the schema. */
export const requestKeys = {
  "access request": ({ customer, request }: Of<"customer" | "request">) => ({
    pk: `C#${customer}#`,
    sk: `R#${request}`,
  }),
  "request claim": ({
    customer,
    principal,
    target,
    role,
  }: Of<"customer" | "principal" | "target" | "role">) => ({
    pk: `C#${customer}#`,
    sk: `RO#${principal}#${target}#${role}`,
  }),
  "open requests": ({ customer, requester }: Of<"customer" | "requester">) => ({
    pk: `C#${customer}#`,
    sk: `RN#${requester}`,
  }),
};

/** Under which index keys they are found by people. */
export const requestIndexed = {
  "request about a person": ({ principal, request }: Of<"principal" | "request">) => ({
    gsi2pk: `RP#${principal}`,
    gsi2sk: request,
  }),
  "open requests": ({ requester, customer }: Of<"requester" | "customer">) => ({
    gsi2pk: `RQ#${requester}`,
    gsi2sk: customer,
  }),
};
