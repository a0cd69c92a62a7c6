import type { CustomerGroupBinding } from "../model/customer-group.ts";
import { get, type Key } from "./client.ts";
import type { Write } from "./commit.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import { reminderKeys } from "./customer-group-ends.ts";

/** What somebody holds on groups of customers, by its key. */
export const read = async (key: Key) => customerGroupBindings.parse(await get(key));

/** Writes down up to which end on which group the holder has been told, over the very record that was read. */
export function mark(key: Key, binding: CustomerGroupBinding, told: Record<string, string>): Write {
  const { when, values } = customerGroupBindings.over(binding);
  const reminded = { ...binding.reminded, ...told };
  const next = reminderKeys({ ...binding, reminded });
  return {
    do: "update",
    key,
    set: next
      ? "SET reminded = :told, duepk = :duepk, duesk = :duesk"
      : "SET reminded = :told REMOVE duepk, duesk",
    when,
    values: {
      ...values,
      ":told": reminded,
      ...(next && { ":duepk": next.duepk, ":duesk": next.duesk }),
    },
    orElse: "outdated",
  };
}
