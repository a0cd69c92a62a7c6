import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, copiesOf } from "../../support/below.ts";
import { closeMany } from "../../support/closing.ts";
import { aCustomer, aCustomerOf, aMember, aProject } from "../../support/given.ts";
import { aThing } from "../../support/things.ts";

const dryRun = "?dryRun=true";

test("a dry run says of each what would become of it, with counts, and changes nothing", async () => {
  const top = await aCustomer();
  const { owner } = top;
  await aMember(top, ["employee"]);
  const child = await aCustomerBelow(top, owner);
  await aThing(child);
  await aThing(top, "assets");
  const [blocked, stranger] = [await aCustomerOf(owner), await aCustomer()];
  const project = await aProject(blocked);
  const ids = [child.id, top.id, blocked.id, stranger.id, newId(), top.id];
  const confirm = undefined as never;
  const looked = await closeMany(owner, ids, { query: dryRun, confirm });
  expect(looked).toMatchObject({ status: 200, body: { dryRun: true, confirm: 5 } });
  const [first, second, third, foreign, nobody] = looked.body.preview.items;
  expect(first).toMatchObject({ id: child.id, code: "deleted", counts: { members: { count: 0 } } });
  expect(second).toMatchObject({ id: top.id, code: "deleted", counts: { members: { count: 2 } } });
  expect(second).not.toHaveProperty("below");
  expect(third).toMatchObject({
    id: blocked.id,
    code: "blocked",
    blockers: [{ kind: "project", id: project.id, link: project.path }],
  });
  expect(foreign).toMatchObject({ id: stranger.id, code: "not_found" });
  expect({ ...foreign, id: "" }).toEqual({ ...nobody, id: "" });
  const along = await closeMany(owner, ids, { query: dryRun, recursive: true });
  expect(along.body.preview.items.slice(0, 2)).toMatchObject([
    { id: child.id, code: "deleted", with: top.id },
    {
      id: top.id,
      code: "deleted",
      counts: { subCustomers: { count: 1 }, assets: { count: 1 } },
      below: { counts: { devices: { count: 1 } } },
    },
  ]);
  const alone = await closeMany(owner, [top.id], { query: dryRun });
  expect(alone.body.preview.items).toMatchObject([
    { id: top.id, code: "blocked", blockers: [{ kind: "sub-customer", id: child.id }] },
  ]);
  for (const { path } of [top, child, blocked])
    expect((await owner.get(path)).body.status).toBe("active");
});

test("a dry run goes page by page, each customer once", async () => {
  const { owner } = await aCustomer();
  const ids = Array.from({ length: 60 }, () => newId());
  const seen: string[] = [];
  for (let cursor = ""; ; ) {
    const query = `${dryRun}&limit=100${cursor && `&cursor=${cursor}`}`;
    const { preview } = (await closeMany(owner, ids, { query })).body;
    expect(preview.items.length).toBeLessThanOrEqual(25);
    seen.push(...preview.items.map(({ id }: { id: string }) => id));
    if (!preview.nextCursor) break;
    cursor = preview.nextCursor;
  }
  expect(seen).toEqual(ids);
});

test("a dry run looks at all that is listed below a customer, however much that is, and lists a hundred that stand in the way", async () => {
  const top = await aCustomer();
  const { owner } = top;
  const first = await aCustomerBelow(top, owner);
  const ids = await copiesOf(top, first, 120);
  const last = await aCustomerBelow({ id: ids.at(-1) as string }, owner);
  const confirm = 0;
  const query = dryRun;
  const all = [top.id, first.id, ...ids, last.id];
  const free = await closeMany(owner, all, { query, confirm });
  expect(free.body.preview.items[0]).toMatchObject({ id: top.id, code: "deleted" });
  const project = await aProject({ ...last, owner });
  const full = await closeMany(owner, all, { query, confirm });
  expect(full.body.preview.items[0]).toMatchObject({
    id: top.id,
    code: "blocked",
    blockers: [{ kind: "sub-customer", id: ids.at(-1) }],
  });
  const alone = (await closeMany(owner, [top.id], { query, confirm })).body.preview.items[0];
  expect(alone).toMatchObject({ code: "blocked", more: true });
  expect(alone.blockers).toHaveLength(100);
  expect(alone.message).toContain(`GET ${top.path}/sub-customers`);
  expect(
    (await closeMany(owner, [top.id, ...ids.slice(0, 99)], { query })).body.preview.items[0],
  ).not.toHaveProperty("more");

  await aThing({ path: `/v1/customers/${ids[0]}`, owner });
  const along = await closeMany(owner, [top.id], { query, recursive: true });
  expect(along.body.preview.items[0]).toMatchObject({
    code: "deleted",
    more: true,
    below: { counts: { devices: { count: 1 } } },
    message: expect.stringMatching(/^The first 40 customers below .*page by page/),
  });
  const upper = await aProject({ owner, path: `/v1/customers/${ids[0]}` });
  const met = await closeMany(owner, [top.id], { query, recursive: true });
  expect(met.body.preview.items[0]).toMatchObject({
    code: "blocked",
    more: true,
    blockers: [{ kind: "project", customer: ids[0], id: upper.id }],
  });
  const branch = await closeMany(owner, [ids.at(-1) as string], { query, recursive: true });
  expect(branch.body.preview.items[0]).toMatchObject({
    code: "blocked",
    blockers: [{ customer: last.id, id: project.id }],
  });
});
