import * as bindingLists from "../../shared/table/binding-lists.ts";
import type { Kind, Part } from "./kind.ts";
import { indexPhrases } from "./search-phrases.ts";

const people: Part<{ id: string }> = {
  take: async ([one]) => {
    if (one) await indexPhrases(one.id);
    return [true];
  },
};

/** Has everybody who acts for a customer found by what their record says now. */
export const searchRenewed: Kind = {
  parts: { people },
  next: async ({ cursor, customer = "" }) => {
    const { items } = await bindingLists.onCustomer(customer, { limit: 100, after: cursor });
    const things = items.map(({ principal: id }) => ({ id }));
    return things.length > 0 ? { part: "people", things, cursor: things.at(-1)?.id } : undefined;
  },
};
