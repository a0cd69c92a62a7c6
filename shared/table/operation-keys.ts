import type { Collection } from "./collections.ts";
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
  "customers to close": ({ operation, page }: Of<"operation" | "page">) => ({
    pk: `OP#${operation}`,
    sk: `A#${page}`,
  }),
  "customer being closed": ({ operation, customer }: Of<"operation" | "customer">) => ({
    pk: `OP#${operation}`,
    sk: `C#${customer}`,
  }),
  "customer closed with others": ({ operation, customer }: Of<"operation" | "customer">) => ({
    pk: `OP#${operation}`,
    sk: `D#${customer}`,
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

/** Under which index keys an operation is listed, or the task that nobody has begun. */
export const operationListed = ({
  operation,
  startedBy,
  customer,
}: Of<"operation" | "startedBy"> & { customer?: string | undefined }) => ({
  ...operationIndexed["operation started"]({ operation, startedBy }),
  ...(customer && operationIndexed.operation({ operation, customer })),
});

/** How operations, and what belongs to one, are found. */
export const operationCollections = {
  "operations at a customer": ({ customer }: Of<"customer">): Collection => ({
    index: "gsi1",
    pk: `C#${customer}#OP`,
  }),
  "operations somebody started": ({ startedBy }: Of<"startedBy">): Collection => ({
    index: "gsi2",
    pk: `OPS#${startedBy}`,
  }),
  "results of an operation": ({ operation }: Of<"operation">): Collection => ({
    pk: `OP#${operation}`,
  }),
  "what failed of an operation": ({ operation }: Of<"operation">): Collection => ({
    pk: `OP#${operation}`,
    startsWith: "F#",
  }),
  "customers being closed by an operation": ({ operation }: Of<"operation">): Collection => ({
    pk: `OP#${operation}`,
    startsWith: "C#",
  }),
};
