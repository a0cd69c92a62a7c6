import * as z from "zod/mini";

/** Levels of customers, the uppermost included. */
export const levelsAtMost = 8;

/** Where a customer stands: below its parent, if it has one, and as last known below which others, the uppermost first. The path is a hint: whoever decides follows the parents. */
export const placed = () => ({
  parentId: z.optional(z.string()),
  path: z._default(z.array(z.string()), []),
});

/** Where a customer stands, as stored. */
export interface Placed {
  parentId?: string | undefined;
  path: readonly string[];
}

/** The place right below a customer. */
export const placeBelow = ({ customer, path }: Placed & { customer: string }) => ({
  parentId: customer,
  path: [...path, customer],
});

/** The place below no other. */
export const onTop: Placed = { path: [] };
