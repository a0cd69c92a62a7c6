import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerOnLevel } from "../../support/below.ts";
import { aCustomer, aCustomerOf, aMember, aPerson } from "../../support/given.ts";
import { aTree, moveTo } from "../../support/moves.ts";
import { anyVersion, type Calls } from "../call.ts";

export const customers: Calls = {
  "customers.create": async ({ at }) => ({
    by: await aPerson(undefined, at),
    method: "POST",
    path: "/v1/customers",
    headers: { "idempotency-key": newId("key") },
    body: { id: newId(), displayName: "Acme Limited" },
  }),
  "customers.create below another": async ({ at }) => {
    const { id: parentId, owner } = await aCustomer(at);
    const body = { id: newId(), displayName: "Acme Limited", parentId };
    return { by: owner, method: "POST", path: "/v1/customers", body };
  },
  "customers.get on the eighth level": async ({ at }) => {
    const top = await aCustomer(at);
    return { by: top.owner, method: "GET", path: (await aCustomerOnLevel(8, top)).path };
  },
  "access.check on the eighth level": async ({ at }) => {
    const top = await aCustomer(at);
    const { id: customer } = await aCustomerOnLevel(8, top);
    const questions = [{ customer, permission: "customer.view" }];
    return { by: top.owner, method: "POST", path: "/v1/access/check", body: { questions } };
  },
  "customers.move": async ({ at }) => {
    const { top, mid, owner } = await aTree(at);
    const { id: parentId } = await aCustomerBelow(top, owner);
    const [low, earlier] = [await aCustomerBelow(mid, owner), await aCustomerBelow(mid, owner)];
    // Some customer has moved before on every platform but a new one.
    await owner.post(`${earlier.path}/move`, { parentId }, anyVersion);
    const path = `${low.path}/move`;
    return { by: owner, method: "POST", path, headers: anyVersion, body: { parentId } };
  },
  "customers.move in a dry run": async ({ at }) => {
    const { mid, owner } = await aTree(at);
    const { id: parentId } = await aCustomerOf(owner);
    const path = `${mid.path}/move?dryRun=true`;
    return { by: owner, method: "POST", path, headers: anyVersion, body: { parentId } };
  },
  "customers.close": async ({ at }) => {
    const { id, path, owner } = await aCustomer(at);
    const body = { confirm: id, reason: "The contract has ended" };
    return { by: owner, method: "POST", path: `${path}/close`, headers: anyVersion, body };
  },
  "customers.closeMany": async ({ at }) => {
    const { id, owner } = await aCustomer(at);
    const { id: other } = await aCustomerOf(owner);
    const body = { ids: [id, other], confirm: 2, reason: "The contracts have ended" };
    return { by: owner, method: "POST", path: "/v1/customers/close", body };
  },
  "access.check right after a move": async ({ at }) => {
    const { mid, owner } = await aTree(at);
    const other = await aCustomerOf(owner);
    const { id: customer } = await aCustomerOnLevel(5, { id: mid.id, owner });
    await moveTo(mid, (await aCustomerBelow(other, owner)).id, owner);
    const questions = [{ customer, permission: "customer.view" }];
    return { by: owner, method: "POST", path: "/v1/access/check", body: { questions } };
  },
  "subCustomers.list of 25": async ({ at }) => {
    const { owner, ...customer } = await aCustomer(at);
    for (let i = 0; i < 26; i++) await aCustomerBelow(customer, owner);
    return { by: owner, method: "GET", path: `${customer.path}/sub-customers` };
  },
  "customers.list of 25": ({ founder }) => ({
    by: founder,
    method: "GET",
    path: "/v1/customers",
  }),
  "customers.export": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    return { by: owner, method: "GET", path: `${path}/export` };
  },
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
    by: owner,
    method: "GET",
    path: `${path}/events`,
  }),
  "events.list of 25 with names": ({ crowd: { owner, path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/events?names=true`,
  }),
};
