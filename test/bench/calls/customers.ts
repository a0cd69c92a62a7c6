import { newId } from "../../support/api.ts";
import { aCustomer, aMember, aPerson } from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";

export const customers: Calls = {
  "customers.create": async ({ at }) => ({
    by: await aPerson(undefined, at),
    ...{ method: "POST", path: "/v1/customers" },
    headers: { "idempotency-key": newId("key") },
    body: { id: newId(), displayName: "Acme Limited" },
  }),
  "customers.list of 25": ({ founder }) => ({
    ...{ by: founder, method: "GET", path: "/v1/customers" },
  }),
  "customers.get with two owners": async ({ at }) => {
    const customer = await aCustomer(at);
    await aMember(customer, ["owner"], at);
    return { by: customer.owner, method: "GET", path: customer.path };
  },
  "customers.update": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const body = { displayName: "Acme Limited", phone: "+49 30 1234567" };
    return { by: owner, method: "PATCH", path, headers: anyVersion, body };
  },
  "events.list of 25": ({ crowd: { owner, path } }) => ({
    ...{ by: owner, method: "GET", path: `${path}/events` },
  }),
};
