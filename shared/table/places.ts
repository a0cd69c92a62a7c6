import type { StoredCustomer } from "../model/customer.ts";
import type { Gate } from "../model/gate.ts";
import type { Write } from "./commit.ts";
import * as customers from "./customers.ts";
import * as gates from "./gates.ts";
import { keys } from "./schema.ts";

const parentIn = (parentId: string | undefined) =>
  parentId === undefined ? {} : { ":parent": parentId };

/** Checks that a customer is said to stand where it was when this was planned: whatever is placed below it is said to stand there, too. */
export const hasPath = ({ customer, path }: Pick<Gate, "customer" | "path">): Write => ({
  do: "check",
  key: keys.gate({ customer, gate: "0" }),
  when: "#path = :path",
  names: { "#path": "path" },
  values: { ":path": path },
  orElse: "outdated",
});

/** Moves a customer: its record, its gate with as many levels below it as were counted, and its line in the lists of those below. */
export function move(moved: StoredCustomer, { version, ...from }: StoredCustomer, gate: Gate) {
  const { id: customer, parentId, path } = moved;
  const to = parentId === undefined ? { remove: " REMOVE parentId" } : { set: ", parentId = :to" };
  const writes: Write[] = [
    customers.replace(moved, version, from.path),
    {
      do: "update",
      key: keys.gate({ customer, gate: "0" }),
      set: `SET #path = :path${to.set ?? ""}${to.remove ?? ""}`,
      when: `${gates.below(from.parentId)} AND height = :height`,
      names: { "#path": "path" },
      values: {
        ":path": path,
        ":height": gate.height,
        ...parentIn(from.parentId),
        ...(parentId !== undefined && { ":to": parentId }),
      },
      orElse: "outdated",
    },
  ];
  if (from.parentId !== undefined)
    writes.push({ do: "delete", key: keys["sub-customer"]({ parent: from.parentId, customer }) });
  if (parentId !== undefined) writes.push(customers.listBelow(customer, parentId));
  return writes;
}

/** Rewrites where a customer is said to stand, on its record and its gate, as long as it is right below the same other, which its gate says like its record, and nothing was put below it meanwhile. No change of the record itself, so the version stays. */
export function repair({ customer, parentId, height }: Gate, path: readonly string[]): Write[] {
  const rewritten = {
    do: "update" as const,
    set: "SET #path = :path",
    names: { "#path": "path" },
  };
  const values = { ":path": path };
  return [
    { ...rewritten, key: keys.customer({ customer }), values },
    {
      ...rewritten,
      key: keys.gate({ customer, gate: "0" }),
      when: `${gates.below(parentId)} AND height <= :height`,
      values: { ...values, ...parentIn(parentId), ":height": height },
      orElse: "outdated",
    },
  ];
}
