import { StoredCustomer } from "../model/customer.ts";
import type { Gate } from "../model/gate.ts";
import { Refusal } from "../model/refusal.ts";
import { getMany, type Item } from "./client.ts";
import { add, present, type Write } from "./commit.ts";
import { gateRefusal } from "./gates.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";

export const parse = parsing(StoredCustomer);

/** The same; undefined of a record that nobody can read. */
export const readable = (item: Item | undefined): StoredCustomer | undefined =>
  item && StoredCustomer().safeParse(item).data;

/** Those of some customers that can be read, as they are now. */
export async function readableOf(ids: readonly string[]): Promise<StoredCustomer[]> {
  const items = await getMany(ids.map((customer) => keys.customer({ customer })));
  return items.flatMap((item) => readable(item) ?? []);
}

/** Customers as they are now, in the order asked; unknown ones are left out. */
export async function byIds(ids: readonly string[]): Promise<StoredCustomer[]> {
  const items = await getMany(ids.map((customer) => keys.customer({ customer })));
  return items.flatMap((item) => parse(item) ?? []);
}

/** Only those that stand below no other are found without the rest. */
const itemOf = (customer: StoredCustomer) => ({
  ...customer,
  kind: "customer",
  v: 1,
  ...keys.customer({ customer: customer.id }),
  ...indexed.customer({ customer: customer.id }),
  ...(customer.parentId === undefined && indexed["top customer"]({ customer: customer.id })),
});

/** A new customer with its gate. Identifiers are unique for ever, so a closed one keeps its own. */
export const create = (customer: StoredCustomer, gate: Gate): Write[] => [
  add(
    itemOf(customer),
    new Refusal("identifier_taken", `The identifier ${customer.id} is taken. Choose another one.`, {
      errors: [{ pointer: "/id", message: "is taken" }],
    }),
  ),
  add({ ...gate, kind: "gate", ...keys.gate({ customer: customer.id, gate: "0" }) }, "outdated"),
];

/** Replaces a customer record, on condition of its version and of its path, which is rewritten without a new version. */
export const replace = (
  customer: StoredCustomer,
  expected: number,
  path: readonly string[] = customer.path,
): Write => ({
  do: "put",
  key: keys.customer({ customer: customer.id }),
  item: itemOf(customer),
  when: "version = :expected AND #path = :path",
  names: { "#path": "path" },
  values: { ":expected": expected, ":path": path },
  orElse: "outdated",
});

/** Replaces a customer record that changes its status, and its gate with it. */
export const turn = (customer: StoredCustomer, expected: number): Write[] => [
  replace(customer, expected),
  { ...turnGate(customer), when: present, orElse: "outdated" },
];

/** The same while the gate says what the record said: one that was shut for a look from above stays shut. */
export const turnOpen = (
  customer: StoredCustomer,
  { version, status }: StoredCustomer,
): Write[] => [
  replace(customer, version),
  {
    ...turnGate(customer, { ":was": status }),
    when: "#status = :was",
    orElse: gateRefusal,
  },
];

const turnGate = ({ id, status }: StoredCustomer, more: Record<string, string> = {}): Write => ({
  do: "update",
  key: keys.gate({ customer: id, gate: "0" }),
  set: "SET #status = :status",
  names: { "#status": "status" },
  values: { ":status": status, ...more },
});

/** Lists a customer right below another. */
export const listBelow = (customer: string, parent: string): Write => {
  const key = keys["sub-customer"]({ parent, customer });
  return add({ ...key, kind: "sub-customer", parent, customer }, "outdated");
};
