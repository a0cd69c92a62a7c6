import { newId } from "../../support/api.ts";
import { aCustomerBelow, aCustomerGroup } from "../../support/below.ts";
import { aCustomer, aPerson } from "../../support/given.ts";
import type { Calls } from "../call.ts";

export const customerGroups: Calls = {
  "customerGroups.create": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const body = { displayName: newId("Group") };
    return { by: owner, method: "POST", path: `${path}/customer-groups`, body };
  },
  "customerGroups.list": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    return { by: owner, method: "GET", path: `${path}/customer-groups` };
  },
  "customerGroups.addCustomer": async ({ at }) => {
    const top = await aCustomer(at);
    const { path, spare } = await aCustomerGroup(top, at);
    return { by: top.owner, method: "PUT", path: `${path}/customers/${spare.id}` };
  },
  "customerGroups.removeCustomer": async ({ at }) => {
    const top = await aCustomer(at);
    const { path, child } = await aCustomerGroup(top, at);
    return { by: top.owner, method: "DELETE", path: `${path}/customers/${child.id}` };
  },
  "customerGroups.listCustomers of 25": async ({ at }) => {
    const top = await aCustomer(at);
    const { path } = await aCustomerGroup(top, at);
    const add: string[] = [];
    for (let i = 0; i < 25; i++) add.push((await aCustomerBelow(top, top.owner)).id);
    await top.owner.post(`${path}/customers`, { add });
    return { by: top.owner, method: "GET", path: `${path}/customers` };
  },
  "customerGroups.grantRole": async ({ at }) => {
    const top = await aCustomer(at);
    const [{ path }, person] = [await aCustomerGroup(top, at), await aPerson(undefined, at)];
    const role = `${path}/members/${person.id}/roles/employee`;
    return { by: top.owner, method: "PUT", path: role, body: {} };
  },
  "access.check through a group of customers": async ({ at }) => {
    const top = await aCustomer(at);
    const { child, holder } = await aCustomerGroup(top, at);
    const questions = [{ customer: child.id, permission: "customer.view" }];
    return { by: holder, method: "POST", path: "/v1/access/check", body: { questions } };
  },
};
