import { afterAll, beforeAll, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { anAdmin, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterAll(() => host.end());

const any = { "if-match": "*" };

type Key = { pk: string; sk: string };

/** Does something while a request is under way: the index shows only afterwards by what that is found. Moves the clock to the last look then. */
async function lateInIndex(key: Key, request: Key, act: () => Promise<string>) {
  const table = tableOf(host);
  const { gsi2pk, gsi2sk, ...hidden } = (await table.get(key)) as Record<string, string>;
  await table.put({ ...hidden, ...key });
  const operation = await act();
  const admin = await theAdmin(host);
  await until(
    async () => (await admin.get(`/v1/operations/${operation}`)).body.state === "done",
    "the first look",
  );
  await table.change(key, { gsi2pk, gsi2sk });
  // Whoever asked had read before what they lost, or who was deleted, and wrote after that.
  await table.change(request, { createdAt: new Date(Date.now() + 600_000).toISOString() });
  host.move(61_000);
}

const lapsed = ({ owner, path }: Awaited<ReturnType<typeof aWatchedCustomer>>, request: string) =>
  until(
    async () =>
      (await owner.get(`${path}/access-requests/${request}`)).body.state === "lapsed" || undefined,
    "the lapse",
  );

test("what was asked for somebody at the very moment of their deletion lapses, too", async () => {
  const [customer, admin] = [await aWatchedCustomer(2, host), await theAdmin(host)];
  const { person, request } = await customer.ask();
  const key = keys["access request"]({ customer: customer.id, request });
  await lateInIndex(key, key, async () => {
    const deleted = await admin.delete(`/v1/platform/users/${person.id}`, any);
    return deleted.body.id;
  });
  await lapsed(customer, request);
});

test("and what somebody asked for at the moment of losing the right to", async () => {
  const [customer, admin] = [await aWatchedCustomer(2, host), await theAdmin(host)];
  const helper = await anAdmin(["organization-admin"], host);
  const asked = await helper.patch(customer.path, { settings: { minApprovals: 1 } }, any);
  const key = keys["open requests"]({ customer: customer.id, requester: helper.id });
  const request = keys["access request"]({ customer: customer.id, request: asked.body.id });
  await lateInIndex(key, request, async () => {
    const deleted = await admin.delete(`/v1/platform/users/${helper.id}`, any);
    return deleted.body.id;
  });
  await lapsed(customer, asked.body.id);
});
