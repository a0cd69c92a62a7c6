import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import type { StoredCustomerGroup } from "../../shared/model/customer-group.ts";
import type { ExportedLine } from "../../shared/model/exported-line.ts";
import { isGroupId } from "../../shared/model/id.ts";
import { shownOf } from "../../shared/model/user.ts";
import { shownGroupOf } from "../../shared/model/user-group.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import type { Page, PageOptions } from "../../shared/table/page.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import * as users from "../../shared/table/users.ts";
import { holdingLines } from "./exported.ts";

type Group = Pick<StoredCustomerGroup, "id" | "displayName">;

/** Which customers are in one of the groups of a customer. */
export async function groupedLines(
  { id: customer }: Pick<StoredCustomer, "id">,
  { id: group, displayName: customerGroup }: Group,
  options: PageOptions,
): Promise<Page<ExportedLine>> {
  const { items, ...rest } = await groupedCustomers.inGroup({ owner: customer, group }, options);
  const lineOf = ({ id: child }: StoredCustomer): ExportedLine => ({
    kind: "grouped-customer",
    data: { customer, customerGroup, child },
  });
  return { ...rest, items: items.map(lineOf) };
}

/** Who holds roles on one of the groups of a customer, or on that of all customers below it. */
export async function holderLines(
  { id: customer }: Pick<StoredCustomer, "id">,
  { id: group, displayName: customerGroup }: Group,
  options: PageOptions,
): Promise<Page<ExportedLine>> {
  const { items, ...rest } = await customerGroupBindings.onGroup(
    { owner: customer, group },
    options,
  );
  const ids = items.map(({ principal }) => principal);
  const [people, groups] = await Promise.all([
    users.byIds(ids.filter((id) => !isGroupId(id))),
    userGroups.byIds(ids.filter(isGroupId)),
  ]);
  const shown = new Map<string, CustomerBinding["shown"]>([
    ...people.map((user) => [user.id, shownOf(user)] as const),
    ...groups.map((one) => [one.id, shownGroupOf(one)] as const),
  ]);
  const held = items.flatMap((binding) => {
    const who = shown.get(binding.principal);
    return who ? { ...binding, customer, shown: who, roles: binding.roles[group] ?? {} } : [];
  });
  const kinds = ["customer-group-member", "customer-group-member"] as const;
  return { ...rest, items: await holdingLines(kinds, held, { customerGroup }) };
}
