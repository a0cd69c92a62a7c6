import { newAddress } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aMember } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";
import type { Calls } from "../call.ts";
import { foundIn } from "../search/found.ts";

export const people: Calls = {
  "people.search of 10": async ({ at }) => {
    const customer = await aCustomer(at);
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const member = await aMember(customer, ["employee"], at);
        const { body } = await member.patch(
          "/v1/me",
          { firstName: "Kim", lastName: "Lee" },
          { "if-match": "*" },
        );
        for (const item of foundIn(customer.id, body)) await tableOf(at).put(item);
      }),
    );
    return { by: customer.owner, method: "GET", path: `${customer.path}/people?q=kim` };
  },
  "people.search at a customer below two others": async ({ at }) => {
    const top = await aCustomer(at);
    const low = await aCustomerBelow(await aCustomerBelow(top, top.owner), top.owner);
    const { body } = await top.owner.patch(
      "/v1/me",
      { firstName: "Kim", lastName: "Lee" },
      { "if-match": "*" },
    );
    for (const item of foundIn(top.id, body)) await tableOf(at).put(item);
    return { by: top.owner, method: "GET", path: `${low.path}/people?q=kim` };
  },
  "people.search for an address that nobody has": async ({ at }) => {
    const { owner, path } = await aCustomer(at);
    return { by: owner, method: "GET", path: `${path}/people?q=${newAddress()}` };
  },
};
