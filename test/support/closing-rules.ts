import { keys } from "../../shared/table/schema.ts";
import type { Table } from "./rules.ts";

/** What may name a customer: whose it is, or at which one it is. */
const kinds = [
  "customer binding",
  "project binding",
  "membership",
  "user group",
  "group identifier",
  "api user",
  "api key",
  "invitation",
  "access request",
  "request claim",
  "open requests",
  "project",
  "tenant",
  "thing",
  "thing group",
  "thing counter",
  "counter",
  "custom roles",
  "role use",
  "role use below",
  "role from above",
  "customer group",
  "customer group name",
  "customer group binding",
  "customer group holder",
  "grouped customer",
  "groups of a customer",
  "sub-customer",
];

/** Nothing belongs to a closed customer but its record, its gate, its empty places and what happened there. */
export function closed({ at, of, expect }: Table) {
  const tasks = of<{ task: string }>("task");
  // A last look may still be to come.
  if (tasks.some(({ task }) => task === "closing")) return;
  const customers = of<{ id: string; status: string }>("customer");
  const gone = new Set(customers.flatMap(({ id, status }) => (status === "deleted" ? id : [])));
  if (gone.size === 0) return;
  for (const id of gone) {
    const places = at(keys.owners({ customer: id }))?.places as unknown[] | undefined;
    expect(places?.length === 0, `${id} is closed and has ${places?.length} owners`);
  }
  for (const kind of kinds)
    for (const item of of<{ customer?: string; owner?: string; parent?: string }>(kind)) {
      const inPartition = /^C#(.+)#$/.exec(item.pk)?.[1];
      const named = [item.customer, item.owner, item.parent, inPartition];
      const whose = named.find((id) => id !== undefined && gone.has(id));
      expect(!whose, `${item.pk} ${item.sk} is left of ${whose}, which is closed`);
    }
}
