import { isGroupId } from "../../shared/model/id.ts";
import { type Letter, letterOf, type Task, taskOf } from "../../shared/model/outbox.ts";
import * as bindings from "../../shared/table/bindings.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as projects from "../../shared/table/projects.ts";
import * as remains from "../../shared/table/remains.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { type AccessLeft, endAccess } from "./access-left.ts";
import { causeOf } from "./cause.ts";
import { namedAtMost } from "./losses.ts";
import { resting } from "./resting.ts";

/** Takes what says since when there was access to a customer, where nothing gives it any more, and then the project access that rested on it; false when there was none. People are told once, of all that they lose at a customer and below it; of a group, a task sees to the members. */
export async function loseAccess(left: AccessLeft, task: Task): Promise<boolean> {
  const { principal, since: under } = left;
  const isOver = await endAccess(left, task, async (event) => {
    if (!isGroupId(principal)) return telling(principal, task);
    const seen = { ...event, actor: causeOf(task, new Date()).actor };
    const more = { under, before: [], after: [] };
    return [tasks.write(taskOf(seen, "group-changed", principal, more))];
  });
  return isOver && (await dropResting(left));
}

/** The letter that is due with the first of what somebody loses. */
async function telling(person: string, task: Task): Promise<Write[]> {
  if (person === task.actor || (await letters.exists({ event: task.event, recipient: person })))
    return [];
  return [letters.write(await letterFor(person, task))];
}

/** The projects of the customer that was moved by their names, those below it as they are found. */
async function letterFor(person: string, task: Task): Promise<Letter> {
  const all = await lostBy(person, task);
  const named = all.slice(0, namedAtMost).map(async ({ customer, project }) => {
    const [found] = await projects.byIds(customer, [project]);
    const name = found?.displayName ?? project;
    return customer === task.customer ? name : `${customer}/${name}`;
  });
  const lost = { customer: false, projects: await Promise.all(named), count: all.length };
  return letterOf(causeOf(task, new Date()), "access-revoked", person, { version: 1, lost });
}

/** The projects that somebody loses at a customer and below it. */
async function lostBy(person: string, { subject }: Task) {
  const lost: { customer: string; project: string }[] = [];
  for await (const { binding, line } of remains.of(person, undefined)) {
    if (!line.includes(subject)) continue;
    for await (const { customer, project } of resting(binding)) lost.push({ customer, project });
  }
  return lost;
}

async function dropResting(left: AccessLeft) {
  let isDropped = false;
  for await (const binding of resting(left))
    isDropped =
      (await bindings.drop(binding, { mayBeGone: false, ofAnyAccess: false })) || isDropped;
  return isDropped;
}
