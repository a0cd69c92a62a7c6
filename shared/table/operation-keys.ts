import type { Of } from "./tree-keys.ts";

/** The part of the schema that is about operations and what came of them. */
export const operationKeys = {
  operation: ({ operation }: Of<"operation">) => ({ pk: `OP#${operation}`, sk: "@" }),
  receipt: ({ operation, page }: Of<"operation" | "page">) => ({
    pk: `OP#${operation}`,
    sk: `R#${page}`,
  }),
  "failed receipt": ({ operation, page }: Of<"operation" | "page">) => ({
    pk: `OP#${operation}`,
    sk: `F#${page}`,
  }),
};

/** Where the operations of a customer, and those that somebody started, are listed. */
export const operationIndexed = {
  operation: ({ customer, operation }: Of<"customer" | "operation">) => ({
    gsi1pk: `C#${customer}#OP`,
    gsi1sk: operation,
  }),
  "operation started": ({ startedBy, operation }: Of<"startedBy" | "operation">) => ({
    gsi2pk: `OPS#${startedBy}`,
    gsi2sk: operation,
  }),
};
