import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { close } from "../../support/closing.ts";
import { aCustomer, aProject, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { until } from "../../support/inbox.ts";
import { ended } from "../../support/operations.ts";
import { codeOf } from "../../support/race.ts";
import { tableOf } from "../../support/table.ts";

const any = { "if-match": "*" };
const reason = { reason: "The contract has ended" };

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

const keyOf = ({ id: customer }: { id: string }) => keys.gate({ customer, gate: "0" });
const gateOf = async (customer: { id: string }) =>
  (await tableOf(host).get(keyOf(customer)))?.status;

test("nobody changes or opens again what was shut for a look from above, by disabling or enabling it", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const admin = await theAdmin(host);
  const [active, disabled] = [
    await aCustomerBelow(top, owner, { id: `a-${top.id}`.slice(0, 32) }),
    await aCustomerBelow(top, owner, { id: `b-${top.id}`.slice(0, 32) }),
  ];
  await aProject({ ...disabled, owner });
  await admin.post(`${disabled.path}/disable`, reason);

  const looked = Promise.withResolvers<void>();
  host.suffer(async ({ functionId }) => {
    const isShut = async () => (await gateOf(disabled)) === "checking";
    if (/^Worker/.test(functionId) && (await isShut())) await looked.promise;
    return undefined;
  });
  const closing = await close(owner, top, { recursive: true });
  await until(async () => (await gateOf(disabled)) === "checking", "a shut gate");
  const refusals = await Promise.all([
    admin.post(`${active.path}/disable`, reason),
    admin.post(`${disabled.path}/enable`, reason),
    ...[top, active, disabled].map(({ path }) => admin.patch(path, { phone: "1" }, any)),
  ]);
  expect(refusals.map(codeOf)).toEqual(Array(5).fill([409, "customer_closing"]));
  expect([await gateOf(active), await gateOf(disabled)]).toEqual(["checking", "checking"]);

  looked.resolve();
  expect(await ended(owner, closing.body.id)).toMatchObject({ results: { failed: 1 } });
  expect([await gateOf(active), await gateOf(disabled)]).toEqual(["active", "disabled"]);
  expect((await admin.post(`${disabled.path}/enable`, reason)).body.status).toBe("active");
  expect((await admin.post(`${active.path}/disable`, reason)).body.status).toBe("disabled");
});

test("a look that ends late opens no gate that is shut for good", async () => {
  const top = await aCustomer(host);
  const { owner } = top;
  const [holding, below] = [await aCustomerBelow(top, owner), await aCustomerBelow(top, owner)];
  await aProject({ ...holding, owner });
  host.suffer(async ({ functionId, operation, input }) => {
    const isOf = JSON.stringify(input).includes(`"${keyOf(below).pk}"`);
    const isOpening = operation === "UpdateItem" && (await gateOf(below)) === "checking";
    if (/^Worker/.test(functionId) && isOf && isOpening)
      await tableOf(host).change(keyOf(below), { status: "deleting" });
    return undefined;
  });
  const closing = await close(owner, top, { recursive: true });
  expect(await ended(owner, closing.body.id)).toMatchObject({ results: { failed: 1 } });
  expect(await gateOf(below)).toBe("deleting");
});
