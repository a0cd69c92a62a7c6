import { platform } from "../../shared/model/id.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import type { Batch, Kind, Part } from "./kind.ts";
import { committed } from "./revoke.ts";

/** Rows of one page. */
const atOnce = 100;

interface Row {
  id: string;
  owner: string;
  group: string;
}

/** Takes customers out of the group. */
const customers: Part<Row> = {
  counts: "members",
  take: async ([row]) => [row !== undefined && (await letGo(row))],
};

/** Takes the roles that somebody held on the group. */
const holders: Part<Row> = {
  take: async ([row]) => [row !== undefined && (await customerGroupBindings.forget(row.id, row))],
};

const letGo = ({ id: customer, owner, group }: Row) =>
  committed(groupedCustomers.takeOut({ customer, owner, group }));

/** Leaves nothing of a group of customers that was deleted: what was held on it ended with its record. */
export const customerGroupDeleted: Kind = {
  parts: { customers, holders },
  next: async ({ cursor = "customers/" }, { subject: group, customer: owner = platform }) => {
    const [part, after] = cursor.split("/") as [string, string];
    const of = { owner, group };
    const grouped =
      part === "customers"
        ? await groupedCustomers.idsIn(group, { limit: atOnce, after: after || undefined })
        : [];
    if (grouped.length > 0) return batchOf("customers", grouped, of);
    const from = part === "holders" && after ? after : undefined;
    return batchOf(
      "holders",
      await customerGroupBindings.holdersOf(of, { limit: atOnce, after: from }),
      of,
    );
  },
  looksAgain: () => true,
};

function batchOf(
  part: "customers" | "holders",
  ids: readonly string[],
  of: { owner: string; group: string },
): Batch | undefined {
  const last = ids.at(-1);
  return last === undefined
    ? undefined
    : { part, things: ids.map((id) => ({ id, ...of })), cursor: `${part}/${last}` };
}
