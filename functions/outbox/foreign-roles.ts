import { type CustomerBinding, holdsRoles } from "../../shared/model/binding.ts";
import { actorOf } from "../../shared/model/caller.ts";
import { isGroupId, newId } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { changesNothing, changeTo } from "../../shared/model/role-change.ts";
import * as ancestry from "../../shared/table/ancestry.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as gates from "../../shared/table/gates.ts";
import { stepOf } from "../../shared/table/role-change-step.ts";
import * as standings from "../../shared/table/standings.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { committedAnew } from "./anew.ts";
import type { Batch, Part } from "./kind.ts";
import { nextOf } from "./subtree-pages.ts";

interface Holder {
  id: string;
  customer: string;
}

const atOnce = 50;

/** Takes roles that a customer defined which is not above any more, and all of a group of such a one. They grant nothing since the move. */
export const foreignRoles: Part<Holder> = {
  counts: "removed",
  atOnce: 5,
  take: async ([holder], { task, again }) => [
    holder ? (await committedAnew((now) => taking(holder, task, now))) || again : false,
  ],
};

/** The next of those who hold such roles. */
export const nextForeign = (task: Task, cursor: string | undefined): Promise<Batch | undefined> =>
  nextOf({ top: task.subject, stage: "roles", part: "foreign-roles", pageAt }, cursor);

async function pageAt(customer: string, after: string | undefined) {
  const options = { limit: atOnce, ...(after && { after }) };
  const { items, nextCursor } = await bindingLists.onCustomer(customer, options);
  if (items.length === 0) return { items: [] };
  const line = await ancestry.lineOf(customer);
  const groups = await userGroups.byIds(items.map(({ principal }) => principal).filter(isGroupId));
  const owners = new Map(groups.map((group) => [group.id, group.customer]));
  const found = items.filter((binding) => {
    const owner = owners.get(binding.principal);
    const isForeign = owner !== undefined && !line.includes(owner);
    return isForeign || keptOf(binding, line).length < Object.keys(binding.roles).length;
  });
  const things = found.map(({ principal: id }): Holder => ({ id, customer }));
  return { items: things, ...(nextCursor && { nextCursor }) };
}

/** The roles that count where the customer stands. */
const keptOf = ({ roles }: CustomerBinding, line: readonly string[]) =>
  Object.entries(roles).flatMap(([role, { expiresAt }]) => {
    const [, owner = line[0] as string] = role.split("@");
    return line.includes(owner) ? [{ role, expiresAt }] : [];
  });

/** What taking them writes, as long as the customer stands where it does. */
async function taking({ id: principal, customer }: Holder, task: Task, now: Date) {
  const line = await ancestry.lineOf(customer);
  const { binding, through, group } = await standings.of(principal, line);
  if (!binding || !holdsRoles(binding)) return [];
  const isForeign = isGroupId(principal) && !group;
  const kept = isForeign ? [] : keptOf(binding, line);
  const change = changeTo(binding.roles, kept, task.actor, now);
  if (changesNothing(change)) return [];
  const { writes } = stepOf(
    changingAt(line, task, now),
    { principal, binding, shown: binding.shown, through: isForeign ? [] : through },
    change,
    { reason: "The customer was moved", isRemoval: isForeign },
  );
  return [...writes, ...gates.standBelow(line, line.at(-1) as string)];
}

const changingAt = (line: readonly string[], task: Task, now: Date) => ({
  customer: line[0] as string,
  line,
  caller: { id: task.actor },
  now,
  /** What rested on them is looked for at every customer that was moved. */
  losesGranting: () => false,
  happened: (change: Parameters<Parameters<typeof stepOf>[0]["happened"]>[0]) => ({
    id: newId("event", now),
    at: now.toISOString(),
    customerId: line[0] as string,
    actor: actorOf({ id: task.actor }),
    requestId: task.requestId,
    ...change,
  }),
});
