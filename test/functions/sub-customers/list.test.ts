import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { done } from "../../support/cascades.ts";
import { close } from "../../support/closing.ts";
import { aCustomer } from "../../support/given.ts";

test("lists the tree below a customer, each customer before those below it, page by page", async () => {
  const top = await aCustomer();
  const made: { id: string; depth: number }[] = [];
  for (let i = 0; i < 3; i++) {
    const mid = await aCustomerBelow(top, top.owner, { id: `${top.id}-${i}` });
    made.push({ id: mid.id, depth: 1 });
    for (let j = 0; j < 2; j++) {
      const low = await aCustomerBelow(mid, top.owner, { id: `${mid.id}-${j}` });
      made.push({ id: low.id, depth: 2 });
      made.push({ id: (await aCustomerBelow(low, top.owner)).id, depth: 3 });
    }
  }
  const listed = async (depth: number, limit: number) => {
    const found: { id: string; depth: number }[] = [];
    let cursor = "";
    do {
      const path = `${top.path}/sub-customers?depth=${depth}&limit=${limit}${cursor}`;
      const { body } = await top.owner.get(path);
      expect(body.items.length).toBeLessThanOrEqual(limit);
      found.push(...body.items);
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
    } while (cursor);
    return found.map(({ id, depth }) => ({ id, depth }));
  };
  expect(await listed(1, 2)).toEqual(made.filter(({ depth }) => depth === 1));
  expect(await listed(2, 2)).toEqual(made.filter(({ depth }) => depth <= 2));
  expect(await listed(8, 4)).toEqual(made);
  expect(await listed(8, 100)).toEqual(made);
});

test("lists a customer no more from the moment it is closed", async () => {
  const top = await aCustomer();
  const { owner } = top;
  const [mid, stays] = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  await aCustomerBelow(mid, owner);
  await done(top, (await close(owner, mid, { recursive: true })).body.id);
  for (const list of ["sub-customers?depth=8", "customer-groups/all/customers"]) {
    const { items } = (await owner.get(`${top.path}/${list}`)).body;
    expect(items.map(({ id }: { id: string }) => id)).toEqual([stays.id]);
  }
});
