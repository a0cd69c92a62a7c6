import { expect, test } from "vitest";
import * as api from "../../../shared/api/index.ts";
import { newId } from "../../support/api.ts";
import { aCustomer, aCustomerOf, aProject } from "../../support/given.ts";
import { any } from "../../support/moves.ts";

type Customer = Awaited<ReturnType<typeof aCustomer>>;

test.each([
  {
    name: "customers.move",
    contract: api.customers.move,
    at: async ({ path, owner }: Customer) =>
      [`${path}/move`, { parentId: (await aCustomerOf(owner)).id }] as const,
  },
  {
    name: "customers.close",
    contract: api.customers.close,
    at: async ({ path, id }: Customer) =>
      [`${path}/close`, { confirm: id, reason: "Done" }] as const,
  },
  {
    name: "customers.closeMany",
    contract: api.customers.closeMany,
    at: async ({ id }: Customer) =>
      ["/v1/customers/close", { ids: [id], confirm: 1, reason: "Done" }] as const,
  },
  {
    name: "projects.delete",
    contract: api.projects.delete,
    at: async (customer: Customer) => {
      const { id, path } = await aProject(customer);
      return [`${path}/delete`, { confirm: id, reason: "Done" }] as const;
    },
  },
])(
  "$name repeated with its key answers as at first, said or not that it is no dry run",
  async ({ contract, at }) => {
    for (const query of ["", "?dryRun=false"]) {
      const customer = await aCustomer();
      const [path, body] = await at(customer);
      const headers = { ...any, "idempotency-key": newId("key") };
      const send = () => customer.owner.post(`${path}${query}`, body, headers);
      const [first, again] = [await send(), await send()];
      expect([again.status, again.body.code]).toEqual([first.status, undefined]);
      expect(again.headers.get("idempotent-replayed")).toBe("true");
      expect(contract.returns().safeParse(again.body).error?.issues ?? []).toEqual([]);
      // How far an operation is by now may differ.
      const { id, kind, operation, version } = first.body;
      expect(again.body).toMatchObject(
        JSON.parse(JSON.stringify({ id, kind, operation, version, dryRun: false })),
      );
    }
  },
);
