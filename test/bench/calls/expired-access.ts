import { aCustomer, aMember, aPerson } from "../../support/given.ts";
import type { Calls } from "../call.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

export const expiredAccess: Calls = {
  "expiredAccess.list of 25": async ({ at }) => {
    const customer = await aCustomer(at);
    const { owner, path } = customer;
    const made = Array.from({ length: 25 }, async () => {
      const { id } = await aMember(customer, ["employee"], at);
      await owner.put(`${path}/members/${id}/roles/employee`, { expiresAt: inDays(5) });
    });
    await Promise.all(made);
    return { by: owner, method: "GET", path: `${path}/expired-access` };
  },
  "members.grantRole until an end": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    const { id } = await aPerson(undefined, at);
    const body = { expiresAt: inDays(90) };
    return { by: owner, method: "PUT", path: `${path}/members/${id}/roles/employee`, body };
  },
};
