import { aCustomerBelow } from "./below.ts";
import { aCustomer, aCustomerOf, type Person } from "./given.ts";

export const any = { "if-match": "*" };

/** Three customers, each below the one before, all made by the owner of the first. */
export async function aTree(at?: Parameters<typeof aCustomer>[0], by?: Person) {
  const top = by ? await aCustomerOf(by) : await aCustomer(at);
  const mid = await aCustomerBelow(top, top.owner);
  const low = await aCustomerBelow(mid, top.owner);
  return { top, mid, low, owner: top.owner };
}

/** Moves a customer below another, or with null to the top. */
export const moveTo = ({ path }: { path: string }, parentId: string | null, by: Person) =>
  by.post(`${path}/move`, { parentId }, any);

/** The id of the customer that one stands below. */
export const parentOf = async ({ path }: { path: string }, by: Person): Promise<string> =>
  (await by.get(path)).body.parentId;

/** Draws one of several, always the same from the same beginning. */
export const lottery = (from: number) => {
  let state = from;
  return <T>(all: readonly T[]): T => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return all[Math.floor((state / 2 ** 31) * all.length)] as T;
  };
};
