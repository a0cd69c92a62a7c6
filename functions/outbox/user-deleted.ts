import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as users from "../../shared/table/users.ts";
import { forget } from "./forget.ts";
import type { Batch, Kind } from "./kind.ts";
import { lapseUnfounded } from "./lapse-unfounded.ts";
import { isOnGroups, leftCustomerGroups, nextOnGroups } from "./leave-customer-groups.ts";
import { leftCustomers } from "./leave-customers.ts";
import { leftGroups } from "./leave-groups.ts";
import { revokeKeys } from "./revoke-keys.ts";

const customersAtOnce = 25;

const parts = {
  customers: leftCustomers,
  groups: leftGroups,
  "customer-groups": leftCustomerGroups,
};

/** The same, and then what they hold on groups of customers. */
const thenOnGroups =
  (next: Kind["next"]): Kind["next"] =>
  async (operation, task) =>
    (isOnGroups(operation) ? undefined : await next(operation, task)) ??
    nextOnGroups(operation, task);

/** Has a deleted person leave every customer, and then every group. */
export const userDeleted: Kind = {
  parts,
  begin: async (task) => {
    await forget(task);
    await revokeKeys(task);
    await lapseUnfounded(task);
  },
  next: thenOnGroups(
    async (operation, task) =>
      (await nextCustomers(operation, task)) ?? (await nextGroups(operation, task)),
  ),
  looksAgain: () => true,
};

/** Has a record that nobody claimed lose what it held. What rests on a group goes with the group. */
export const userUnclaimed: Kind = {
  parts,
  begin: revokeKeys,
  next: thenOnGroups(async (operation, task) => {
    const { cursor } = operation;
    const groups = cursor && !isGroup(cursor) ? undefined : await nextGroups(operation, task);
    const from = isGroup(cursor) ? undefined : cursor;
    return groups ?? nextCustomers({ ...operation, cursor: from }, task);
  }),
  looksAgain: () => true,
};

/** Names of groups have a slash, which tells where one is. */
const isGroup = (cursor: string | undefined) => cursor?.includes("/") ?? false;

async function nextCustomers({ cursor }: StoredOperation, { subject }: Task) {
  if (isGroup(cursor)) return undefined;
  const options = { limit: customersAtOnce, after: cursor };
  const { items } = await bindingLists.ofPrincipal(subject, options);
  return batchOf(
    "customers",
    items.map(({ customer }) => customer),
  );
}

async function nextGroups({ cursor = "" }: StoredOperation, { subject }: Task) {
  const user = await users.byId(subject);
  const entries = [...(user?.groups ?? [])].sort();
  return batchOf(
    "groups",
    entries.filter((entry) => !isGroup(cursor) || entry > cursor),
  );
}

function batchOf(part: string, ids: readonly string[]): Batch | undefined {
  const cursor = ids.at(-1);
  return cursor === undefined ? undefined : { part, things: ids.map((id) => ({ id })), cursor };
}
