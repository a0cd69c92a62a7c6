import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as users from "../../shared/table/users.ts";
import { committedAnew } from "./anew.ts";
import type { Batch, Part } from "./kind.ts";
import { whyGone } from "./leave-customers.ts";
import { takeOnGroup } from "./take-on-group.ts";

const ownersAtOnce = 25;
const start = "on groups of ";

/** Has a person lose what they hold on groups of customers, owner by owner. */
export const leftCustomerGroups: Part<{ id: string }> = {
  // Each has tasks of its own.
  atOnce: 1,
  take: async ([owner], { task, again }) => [
    owner ? (await leave(owner.id, task)) || again : false,
  ],
};

async function leave(owner: string, task: Task): Promise<boolean> {
  const of = { principal: task.subject, owner };
  const read = await customerGroupBindings.of(of);
  let isLeft = false;
  for (const group of Object.keys(read?.roles ?? {})) {
    const taken = await committedAnew(async (now) => {
      const read = await customerGroupBindings.of(of);
      const held = read?.roles[group] ?? {};
      const after = keptOf(held, task);
      if (!read || Object.keys(after).length === Object.keys(held).length) return [];
      return takeOnGroup({ read, group, after, reason: whyGone(task) }, task, now).writes;
    });
    isLeft ||= taken;
  }
  return isLeft;
}

/** A record that nobody claimed keeps what it was given since it was given up on. */
const keptOf = (held: HeldRoles, { task, createdAt }: Task): HeldRoles =>
  task === "user-unclaimed"
    ? Object.fromEntries(Object.entries(held).filter(([, { at }]) => at > createdAt))
    : {};

/** True once the operation has come to these. */
export const isOnGroups = ({ cursor }: Pick<StoredOperation, "cursor">) =>
  cursor?.startsWith(start) ?? false;

/** The next owners on whose groups somebody was given roles. */
export async function nextOnGroups(
  operation: Pick<StoredOperation, "cursor">,
  { subject }: Task,
): Promise<Batch | undefined> {
  const after = isOnGroups(operation) ? operation.cursor?.slice(start.length) : undefined;
  const user = await users.byId(subject);
  const owners = [...(user?.boundOn ?? [])].sort();
  const next = owners.filter((owner) => after === undefined || owner > after);
  const page = next.slice(0, ownersAtOnce);
  const last = page.at(-1);
  return last === undefined
    ? undefined
    : { part: "customer-groups", things: page.map((id) => ({ id })), cursor: `${start}${last}` };
}
