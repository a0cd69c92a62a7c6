import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerBelow, copiesOf } from "../../support/below.ts";
import { close } from "../../support/closing.ts";
import {
  aCustomer,
  aCustomerOf,
  aMachine,
  aMember,
  aPendingProject,
  aProject,
  theAdmin,
} from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";
import { someThings } from "../../support/things.ts";

test("all that stands in the way is listed at once, each with a link, and nothing changes", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const [project, pending] = [await aProject(customer), await aPendingProject(customer)];
  const child = await aCustomerBelow(customer, owner);
  const projects = `/v1/customers/${id}/projects`;
  const blockers = [
    { kind: "project", customer: id, id: project.id, link: `${projects}/${project.id}` },
    { kind: "project", id: pending.id, status: "pending_deletion" },
    { kind: "sub-customer", id: child.id, link: child.path },
  ].sort((one, other) => (one.kind === other.kind && one.id > other.id ? 1 : 0));
  const refused = await close(owner, customer);
  expect(codeOf(refused)).toEqual([409, "blocked"]);
  expect(refused.body.blockers).toMatchObject(blockers);
  const looked = await close(owner, customer, { query: "?dryRun=true" });
  expect(looked.body).toMatchObject({ dryRun: true, blockers });
  const whole = await close(owner, customer, { recursive: true });
  expect(whole.body).toMatchObject({ code: "blocked", blockers: blockers.slice(0, 2) });
  expect(whole.body.detail).toContain("A dry run lists what is in the way below it");
  const along = await close(owner, customer, { query: "?dryRun=true", recursive: true });
  expect(along.body).toMatchObject({
    blockers: blockers.slice(0, 2),
    counts: { subCustomers: { count: 1 } },
  });
  expect((await owner.get(path)).body.status).toBe("active");
});

test("a dry run says what stands in the way further down, page by page, and looks at so many at once", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const mid = await aCustomerBelow(customer, owner);
  const low = await aCustomerBelow(mid, owner);
  const upper = await aProject(mid);
  for (const [at, names] of [
    [mid, ["One"]],
    [low, ["Two", "Three"]],
  ] as const)
    await someThings({ ...at, owner }, "assets", names);
  const lower = [await aProject(low), await aProject(low)].map(({ id }) => id).toSorted();
  const query = "?dryRun=true";
  const recursive = true;
  const { blockers, below } = (await close(owner, customer, { query, recursive })).body;
  expect([blockers, below]).toMatchObject([
    [],
    { items: [upper.id, ...lower].map((id) => ({ kind: "project", id })) },
  ]);
  expect(below.items[1]).toMatchObject({
    customer: low.id,
    link: `${low.path}/projects/${lower[0]}`,
  });
  expect(below).not.toHaveProperty("nextCursor");
  expect((await close(owner, customer, { query })).body).not.toHaveProperty("below");
  expect(below.counts).toEqual({ assets: { count: 3 } });
  const short = (await close(owner, customer, { query: `${query}&limit=1`, recursive })).body.below;
  expect(short).toMatchObject({ items: [{ id: upper.id }], counts: { assets: { count: 1 } } });
  const next = `${query}&limit=1&cursor=${short.nextCursor}`;
  const rest = (await close(owner, customer, { query: next, recursive })).body.below;
  expect(rest).toEqual({ items: below.items.slice(1), counts: { assets: { count: 2 } } });

  const wide = await aCustomerOf(owner);
  const ids = await copiesOf(wide, await aCustomerBelow(wide, owner, { id: `0${newId()}` }), 100);
  const last = { owner, path: `/v1/customers/${ids.at(-1)}` };
  const project = await aProject(last);
  const first = (await close(owner, wide, { query, recursive })).body.below;
  expect(first).toEqual({ items: [], counts: {}, nextCursor: expect.any(String) });
  const more = `${query}&cursor=${first.nextCursor}`;
  const second = (await close(owner, wide, { query: more, recursive })).body.below;
  expect(second).toEqual({ counts: {}, items: [expect.objectContaining({ id: project.id })] });
});

test("a dry run counts what would go and changes nothing", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  await aMember(customer, ["employee"]);
  const things = { items: [{ name: "One" }, { name: "Two" }] };
  await owner.post(`${path}/devices/bulk`, things);
  const { status, body } = await close(owner, customer, { query: "?dryRun=true" });
  expect([status, body]).toEqual([
    200,
    {
      dryRun: true,
      blockers: [],
      counts: {
        members: { count: 2 },
        groups: { count: 0 },
        customerGroups: { count: 0 },
        apiUsers: { count: 0 },
        invitations: { count: 0 },
        accessRequests: { count: 0 },
        devices: { count: 2 },
      },
    },
  ]);
  expect((await owner.get(path)).body.status).toBe("active");
});

test("only people who own it, or run the platform, close a customer, and they type its id again", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const admin = await aMember(customer, ["admin"]);
  expect(codeOf(await close(admin, customer))).toEqual([403, "forbidden"]);
  const machine = await aMachine(customer, ["customer.view", "customer.delete"]);
  expect(codeOf(await close(machine.key.caller, customer))).toEqual([403, "forbidden"]);
  const any = { "if-match": "*" };
  const wrong = await owner.post(`${path}/close`, { confirm: "other", reason: "A" }, any);
  expect(wrong.body).toMatchObject({ code: "invalid", errors: [{ pointer: "/confirm" }] });
  const blind = await owner.post(`${path}/close`, { confirm: id, reason: "A" });
  expect(codeOf(blind)).toEqual([428, "precondition_required"]);
  const stale = await owner.post(
    `${path}/close`,
    { confirm: id, reason: "A" },
    { "if-match": '"9"' },
  );
  expect(codeOf(stale)).toEqual([412, "stale"]);
  expect(codeOf(await owner.post(`${path}/close`, { confirm: id }, any))).toEqual([400, "invalid"]);
  await (await theAdmin()).post(`${path}/disable`, { reason: "Unpaid" });
  expect((await close(await theAdmin(), customer)).status).toBe(200);
});

test("of two who close the same customer at once one starts it, and the other is told", async () => {
  const customer = await aCustomer();
  const { owner } = customer;
  const answers = await Promise.all([1, 2, 3].map(() => close(owner, customer)));
  const started = answers.filter(({ status }) => status === 200);
  expect(started).toHaveLength(1);
  for (const { status } of answers.filter((one) => !started.includes(one)))
    expect([404, 409]).toContain(status);
});
