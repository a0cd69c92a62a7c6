import { aCustomer, aMember, theAdmin } from "../../support/given.ts";
import { aFailedOperation, aStoredOperation } from "../../support/operations.ts";
import type { Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

const path = "/v1/operations";

const changing =
  (verb: string, made: typeof aFailedOperation | typeof aStoredOperation) =>
  async ({ at }: Scene) => {
    const customer = await aCustomer(at);
    const { id } = await made(customer, undefined, at);
    return { by: customer.owner, method: "POST", path: `${path}/${id}/${verb}` };
  };

/** An operation that is done, to read its results. */
async function aReceipt({ at }: Scene) {
  const customer = await aCustomer(at);
  const { id } = await aFailedOperation(customer, undefined, at);
  return { by: customer.owner, method: "GET", path: `${path}/${id}/results` };
}

export const operations: Calls = {
  "operations.list": ({ crowd }) => ({ by: crowd.owner, method: "GET", path }),
  "operations.listAtCustomer": ({ crowd }) => ({
    by: crowd.owner,
    method: "GET",
    path: `${crowd.path}/operations`,
  }),
  "operations.results": aReceipt,
  "operations.cancel": changing("cancel", aStoredOperation),
  "operations.retry": changing("retry", aFailedOperation),
  "messages.send": async ({ at }) => {
    const { path } = await aCustomer(at);
    const body = { text: "Sign-in will be down on Sunday." };
    return { by: await theAdmin(at), method: "POST", path: `${path}/messages`, body };
  },
  "people.renew": async ({ at }) => {
    const customer = await aCustomer(at);
    const admin = await aMember(customer, ["admin"], at);
    return { by: admin, method: "POST", path: `${customer.path}/people/renew` };
  },
};
