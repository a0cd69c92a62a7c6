import type { StoredCustomer } from "../model/customer.ts";
import { get } from "./client.ts";
import type { Write } from "./commit.ts";
import * as customers from "./customers.ts";
import { keys } from "./schema.ts";
import { tryUpdate } from "./trying.ts";

const statusOf = { "#status": "status" };

/** Lets nothing begin at a customer that is right below another, while it is looked at what stands in the way of closing both. */
export const shutGate = (customer: string, parent: string) =>
  tryUpdate({
    key: keys.gate({ customer, gate: "0" }),
    set: "SET #status = :checking",
    when: "parentId = :parent AND #status IN (:active, :disabled)",
    names: statusOf,
    values: {
      ":checking": "checking",
      ":active": "active",
      ":disabled": "disabled",
      ":parent": parent,
    },
  });

/** Opens a gate again that was only shut for a look: it says what the record says. */
export async function openGate(customer: string): Promise<void> {
  const record = await get(keys.customer({ customer }));
  await tryUpdate({
    key: keys.gate({ customer, gate: "0" }),
    set: "SET #status = :status",
    when: "#status = :checking",
    names: statusOf,
    values: { ":checking": "checking", ":status": record?.status },
  });
}

/** A customer as it is now. */
export async function read(customer: string): Promise<StoredCustomer | undefined> {
  return customers.parse(await get(keys.customer({ customer })));
}

/** True of a customer that is closed, whether or not anybody can read its record. */
export const isClosed = async (customer: string) =>
  (await get(keys.customer({ customer })))?.status === "deleted";

/** Forgets that a customer stood right below another. */
export const unlist = (customer: string, parent: string): Write => ({
  do: "delete",
  key: keys["sub-customer"]({ parent, customer }),
});
