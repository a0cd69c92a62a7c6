import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import { allCustomers, isGroupId } from "../../shared/model/id.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import { type HeldRoles, roleNameOf } from "../../shared/model/role.ts";
import * as ancestry from "../../shared/table/ancestry.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customerGroupBindings from "../../shared/table/customer-group-bindings.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as gates from "../../shared/table/gates.ts";
import * as letters from "../../shared/table/letters.ts";
import type { Page } from "../../shared/table/page.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { committedAnew } from "./anew.ts";
import type { Batch, Part } from "./kind.ts";
import { nextOf } from "./subtree-pages.ts";
import { takeOnGroup } from "./take-on-group.ts";

/** Somebody who holds roles on a group of customers, and whose group that is. */
interface Holder {
  id: string;
  owner: string;
  group: string;
}

const atOnce = 50;

/** Takes roles on groups of customers that a customer defined which is not above their owner any more, and all of a user group of such a one. They grant nothing since the move. */
export const foreignOnGroups: Part<Holder> = {
  counts: "removed",
  atOnce: 5,
  take: async ([holder], { task, again }) => [
    holder ? (await committedAnew((now) => taking(holder, task, now))) || again : false,
  ],
};

/** The next of those who hold such roles. */
export const nextForeignOnGroups = (
  task: Task,
  cursor: string | undefined,
): Promise<Batch | undefined> =>
  nextOf({ top: task.subject, stage: "groups", part: "foreign-on-groups", pageAt }, cursor);

/** A position is a group, where it stands in the list of them, and the last holder that was looked at. */
async function pageAt(owner: string, position = allCustomers): Promise<Page<Holder>> {
  const [group = allCustomers, place = "", after] = position.split(" ");
  const { items, nextCursor } = await customerGroupBindings.onGroup(
    { owner, group },
    { limit: atOnce, after },
  );
  const next = nextCursor ? [group, place, nextCursor].join(" ") : await nextGroup(owner, place);
  return {
    items: (await foreignAmong(items, owner, group)).map(({ principal: id }) => ({
      id,
      owner,
      group,
    })),
    ...(next && { nextCursor: next }),
  };
}

async function nextGroup(owner: string, after: string): Promise<string | undefined> {
  const { items } = await customerGroups.ofOwner(owner, { limit: 1, ...(after && { after }) });
  const [next] = items;
  return next && `${next.id} ${customerGroups.positionOf(next)}`;
}

/** Those of some holders who hold what does not count there. */
async function foreignAmong(
  items: readonly CustomerGroupBinding[],
  owner: string,
  group: string,
): Promise<CustomerGroupBinding[]> {
  if (items.length === 0) return [];
  const line = await ancestry.lineOf(owner);
  const known = await knownAt(
    line,
    items.map(({ principal }) => principal),
  );
  return items.filter(({ principal, roles: { [group]: held = {} } }) =>
    isLess(keptOf(held, line, known.has(principal)), held),
  );
}

/** Those of some people and user groups who may hold something at the first of a line of customers: of the groups those of a customer in it. */
async function knownAt(line: readonly string[], ids: readonly string[]): Promise<Set<string>> {
  const groups = await userGroups.byIds(ids.filter(isGroupId));
  const known = groups.filter(({ customer }) => customer !== undefined && line.includes(customer));
  return new Set([...ids.filter((id) => !isGroupId(id)), ...known.map(({ id }) => id)]);
}

/** The roles that count where the owner of the group of customers stands. */
const keptOf = (roles: HeldRoles, line: readonly string[], isKnown: boolean): HeldRoles =>
  Object.fromEntries(
    Object.entries(roles).filter(
      ([role]) => isKnown && line.includes(roleNameOf(role).owner ?? (line[0] as string)),
    ),
  );

const isLess = (after: HeldRoles, before: HeldRoles) =>
  Object.keys(after).length < Object.keys(before).length;

/** What taking them writes, as long as the owner stands where it does. Whoever keeps some of them is told now, others when it is known what went along. */
async function taking({ id, owner, group }: Holder, task: Task, now: Date): Promise<Write[]> {
  const line = await ancestry.lineOf(owner);
  const [read, known] = await Promise.all([
    customerGroupBindings.of({ principal: id, owner }),
    knownAt(line, [id]),
  ]);
  const before = read?.roles[group] ?? {};
  const after = keptOf(before, line, known.has(id));
  if (!read || !isLess(after, before)) return [];
  const taken = { read, group, after, reason: "The customer was moved" };
  const { event, said, writes } = takeOnGroup(taken, task, now);
  const isTold = isGroupId(id) || id === event.actor.id || said.after.length === 0;
  return [
    ...writes,
    ...(isTold ? [] : [letters.write(letterOf(event, "roles-changed", id, said))]),
    ...gates.standBelow(line, line.at(-1) as string),
  ];
}
