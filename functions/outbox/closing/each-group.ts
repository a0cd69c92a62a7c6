import { allCustomers } from "../../../shared/model/id.ts";
import { collections } from "../../../shared/table/collections.ts";
import { keys } from "../../../shared/table/schema.ts";
import { type Found, type Gone, rowsOf } from "./cleaner.ts";

/** The names of a customer's groups of customers, which say what groups there are now. */
export const namesOf = (customer: string) => ({
  ...collections["everything of a customer"]({ customer }),
  startsWith: keys["customer group name"]({ owner: customer, name: "" }).sk,
});

/** Looks into one of a customer's groups of customers after the other, that of all customers first. */
export async function inEachGroup<G extends Gone>(
  customer: string,
  after: string | undefined,
  look: (group: string, from: string | undefined) => Promise<Found<G>>,
): Promise<Found<G>> {
  const [at, from] = after === undefined ? [] : (JSON.parse(after) as [string | null, string?]);
  let group: string = allCustomers;
  let here = at ?? "";
  // Nothing stands for the group of all, which has no name among the others.
  if (typeof at === "string") {
    const { items } = await rowsOf(namesOf(customer), at === "" ? undefined : at, 1);
    const [row] = items;
    if (!row) return { things: [] };
    group = String(row.group);
    here = JSON.stringify({ pk: row.pk, sk: row.sk });
  }
  const { things, next } = await look(group, from);
  return { things, next: JSON.stringify(next === undefined ? [here] : [at ?? null, next]) };
}
