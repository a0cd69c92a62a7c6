import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { Event } from "../../shared/model/event.ts";
import { isGroupId, newId, operationOf } from "../../shared/model/id.ts";
import { letterOf, type Task, taskOf } from "../../shared/model/outbox.ts";
import { settledBinding } from "../../shared/model/settled.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as letters from "../../shared/table/letters.ts";
import * as projects from "../../shared/table/projects.ts";
import * as remains from "../../shared/table/remains.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { causeOf } from "./cause.ts";
import { lapse } from "./lapse.ts";
import { namedAtMost } from "./losses.ts";
import { committed } from "./revoke.ts";

interface Loss extends remains.Remains {
  /** The projects that go with it. */
  projects: string[];
}

/** Takes from somebody what says since when they had access to customers, where nothing gives it any more, and then the project access that rested on it. They are told once, of all of it. */
export async function loseAccess(principal: string, task: Task): Promise<boolean> {
  const losses = await lossesOf(principal, task);
  let isTold = isGroupId(principal) || principal === task.actor;
  let isLost = false;
  for (const { binding, checks } of losses) {
    const letter = isTold ? undefined : await letterFor(principal, losses, task);
    const isNew = letter !== undefined && !(await letters.exists(letter));
    const writes = [...losing(binding, task), ...checks, ...(isNew ? [letters.write(letter)] : [])];
    if (!(await committed(writes))) continue;
    isTold = true;
    isLost = true;
    await lapse(principal, { ...task, customer: binding.customer });
    await dropResting(principal, binding.customer, binding.since);
  }
  return isLost;
}

/** What is below one customer may have been lost, or access anywhere. */
const isOfCustomer = ({ customer, subject }: Task) => customer === subject;

async function lossesOf(principal: string, task: Task): Promise<Loss[]> {
  const found: Loss[] = [];
  for await (const one of remains.of(principal, undefined)) {
    if (isOfCustomer(task) && !one.line.includes(task.subject)) continue;
    const { customer, since } = one.binding;
    const names: string[] = [];
    for await (const { project } of resting(principal, customer, since)) names.push(project);
    found.push({ ...one, projects: names });
  }
  // What is held above is checked with what is below: so that goes first.
  return found.sort((one, other) => other.line.length - one.line.length);
}

/** What else is written: what the log says, and of a group a task that sees to its members. */
function losing(binding: CustomerBinding, task: Task): Write[] {
  const { principal: subject, customer: customerId, since: under } = binding;
  const now = new Date();
  const event: Event & { customerId: string } = {
    ...{ ...causeOf(task, now), id: newId("event", now), customerId, subject },
    type: "customer.access.cascaded",
    actor: { type: "system", id: "cascade" },
    after: { operation: operationOf(task.event) },
    reason: task.event,
  };
  const seen = { ...event, actor: causeOf(task, now).actor };
  return [
    bindings.remove(binding),
    events.record({ ...event, settled: settledBinding(undefined) }),
    ...(isGroupId(subject)
      ? [tasks.write(taskOf(seen, "group-changed", subject, { under, before: [], after: [] }))]
      : []),
  ];
}

/** The projects of the customer that was moved by their names, those below it as they are found. */
async function letterFor(principal: string, losses: readonly Loss[], task: Task) {
  const all = losses.flatMap(({ binding: { customer }, projects: ids }) =>
    ids.map((project) => ({ customer, project })),
  );
  if (all.length === 0) return undefined;
  const named = all.slice(0, namedAtMost).map(async ({ customer, project }) => {
    const [found] = await projects.byIds(customer, [project]);
    const name = found?.displayName ?? project;
    return customer === task.customer ? name : `${customer}/${name}`;
  });
  const lost = { customer: false, projects: await Promise.all(named), count: all.length };
  const cause = causeOf(task, new Date());
  return letterOf(cause, "access-revoked", principal, {
    ...{ version: 1, lost, holdings: task.holdings },
  });
}

/** Takes the project access that rested on a customer binding which is gone. */
export async function dropResting(principal: string, customer: string, under: string) {
  let isDropped = false;
  for await (const binding of resting(principal, customer, under))
    isDropped =
      (await bindings.drop(binding, { mayBeGone: false, ofAnyAccess: false })) || isDropped;
  return isDropped;
}

async function* resting(principal: string, customer: string, under: string) {
  let after: string | undefined;
  do {
    const page = await bindingLists.firstRestingOn(principal, customer, under, { after });
    yield* page;
    after = page.at(-1)?.project;
  } while (after !== undefined);
}
