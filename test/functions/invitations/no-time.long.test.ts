import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aCustomer } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { slowly } from "../../support/slowly.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

test("of many invitations each has its answer, though there is not the time for all of them", async () => {
  const { owner, path } = await aCustomer(host);
  const key = { "idempotency-key": randomUUID() };
  const invitations = Array.from({ length: 100 }, () => planFor());
  const send = () => owner.post(`${path}/invitations/bulk`, { invitations }, key);
  const some = await slowly(host, send);
  const { created, refused, results } = some.body;
  expect([some.status, created > 0, refused > 0, created + refused]).toEqual([
    200,
    true,
    true,
    100,
  ]);
  const codes = results.flatMap(({ code }: { code?: string }) => code ?? []);
  expect(codes).toEqual(Array(refused).fill("unavailable"));
  const all = await until(async () => {
    const again = await send();
    return again.body.refused === 0 && again;
  }, "all of them");
  expect(all.body.created).toBe(100);
  const ids = (answer: typeof all) => answer.body.results.map(({ id }: { id?: string }) => id);
  expect(ids(all)).toEqual(expect.arrayContaining(ids(some).filter(Boolean)));
});
