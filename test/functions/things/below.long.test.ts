import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aMember } from "../../support/given.ts";
import { aThing, namesIn, someKind, someThings } from "../../support/things.ts";

test.each([1, 3, 100])(
  "lists what the customers below have, too, in pages of %i",
  async (limit) => {
    const kind = someKind("below");
    const top = await aCustomer();
    const first = await aCustomerBelow(top, top.owner, { id: `${top.id}-a` });
    const deep = await aCustomerBelow(first, top.owner, { id: `${top.id}-a-a` });
    const empty = await aCustomerBelow(top, top.owner, { id: `${top.id}-b` });
    const last = await aCustomerBelow(top, top.owner, { id: `${top.id}-c` });
    await aThing(await aCustomer(), kind, { name: "of another" });
    await someThings(top, kind, ["top 2", "Top 1"]);
    await someThings(first, kind, ["first 1", "first 2", "first 3"]);
    await someThings(deep, kind, ["deep é"]);
    await someThings(last, kind, ["last 1", "last 2"]);
    const all = ["Top 1", "top 2", "first 1", "first 2", "first 3", "deep é", "last 1", "last 2"];
    const path = `${top.path}/${kind}?below=true`;
    expect(await namesIn(top, path, limit)).toEqual(all);
    expect(await namesIn(top, `${path}&q=FIRST`, limit)).toEqual(all.slice(2, 5));
    expect(await namesIn(top, `${first.path}/${kind}?below=true`, limit)).toEqual(all.slice(2, 6));
    expect(await namesIn(top, `${empty.path}/${kind}?below=true`, limit)).toEqual([]);
    const member = await aMember(first, ["employee"]);
    expect((await member.get(path)).status).toBe(404);
  },
);

test("a page asks 25 customers at most, and goes on", async () => {
  const kind = someKind("many below");
  const top = await aCustomer();
  for (let i = 10; i < 38; i++) {
    const below = await aCustomerBelow(top, top.owner, { id: `${top.id}-${i}` });
    if (i > 35) await aThing(below, kind, { name: `in ${i}` });
  }
  const path = `${top.path}/${kind}?below=true`;
  const { body } = await top.owner.get(path);
  expect([body.items, typeof body.nextCursor]).toEqual([[], "string"]);
  expect(await namesIn(top, path)).toEqual(["in 36", "in 37"]);
});

test("what lists customers below lists no group, and not the newest", async () => {
  const { owner, path } = await aCustomer();
  for (const more of ["order=newest", "group=all"]) {
    const { status, body } = await owner.get(`${path}/devices?below=true&${more}`);
    expect([status, body.errors[0].pointer]).toEqual([400, "/query/below"]);
  }
});
