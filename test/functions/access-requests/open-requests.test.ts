import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { aPerson, type Person } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";

type Watched = Awaited<ReturnType<typeof aWatchedCustomer>>;

const counterOf = ({ id: customer }: Watched, requester: string) =>
  keys["open requests"]({ customer, requester });

/** How many requests are counted, of all and of each of some people. */
const counted = (customer: Watched, ...people: Person[]) =>
  Promise.all(
    ["all", ...people.map(({ id }) => id)].map(
      async (whose) => (await tableOf().get(counterOf(customer, whose)))?.open,
    ),
  );

const asking = async ({ path }: Watched, by: Person) =>
  by.put(`${path}/members/${(await aPerson()).id}/roles/employee`);

test("requests count as long as they are open, however they end", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, ask, decide } = customer;
  const [one, other, third] = [await ask(), await ask(), await ask("employee", second)];
  expect(await counted(customer, owner, second)).toEqual([3, 2, 1]);
  await decide(second, one.request, "approve");
  await decide(second, other.request, "decline", {});
  expect(await counted(customer, owner, second)).toEqual([1, 0, 1]);
  await decide(second, third.request, "withdraw");
  expect(await counted(customer, owner, second)).toEqual([0, 0, 0]);
});

test.each([
  ["all", 1000, "1000 requests wait here already. Approve, decline or withdraw some"],
  ["own", 500, "500 of your requests wait here already. Withdraw some"],
])("nobody asks for more while too many wait, of %s", async (whose, most, said) => {
  const customer = await aWatchedCustomer();
  const { owner, second, ask, decide } = customer;
  const { request, body } = await ask();
  const of = counterOf(customer, whose === "all" ? "all" : owner.id);
  const day = `until ${body.expiresAt.slice(0, 10)}`;
  await tableOf().change(of, { open: most - 1, [day]: most - 1 });
  const answers = await Promise.all([asking(customer, owner), asking(customer, owner)]);
  const [refused, ...others] = answers.filter(({ status }) => status !== 202);
  expect([refused?.status, refused?.body.code, others.length]).toEqual([409, "limit_reached", 0]);
  expect(refused?.body.detail).toContain(said);
  expect((await asking(customer, second)).status).toBe(whose === "all" ? 409 : 202);
  expect((await decide(second, request, "decline", {})).status).toBe(200);
  expect((await asking(customer, owner)).status).toBe(202);
  // What was put there by hand goes again.
  const open = (await counted(customer))[0] as number;
  const real = whose === "all" ? 2 : open;
  const own = whose === "all" ? real : 2;
  await tableOf().change(of, { open: own, [day]: own });
});

test("what lapsed by itself counts no more", async () => {
  const customer = await aWatchedCustomer();
  const { owner, ask } = customer;
  await ask();
  const of = counterOf(customer, "all");
  const counter = (await tableOf().get(of)) as Record<string, unknown>;
  await tableOf().change(of, { open: 1000, "until 2020-01-01": 900, "until 2020-01-02": 99 });
  expect((await asking(customer, owner)).status).toBe(202);
  const now = (await tableOf().get(of)) as Record<string, unknown>;
  expect(now.open).toBe(2);
  expect(Object.keys(now).sort()).toEqual(Object.keys(counter).sort());
});
