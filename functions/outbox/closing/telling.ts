import { enqueue } from "../../../shared/lambda/work.ts";
import { isGroupId } from "../../../shared/model/id.ts";
import { letterOf, type Task } from "../../../shared/model/outbox.ts";
import { type Key, query } from "../../../shared/table/client.ts";
import { type Collection, collections } from "../../../shared/table/collections.ts";
import * as letters from "../../../shared/table/letters.ts";
import * as roleUses from "../../../shared/table/role-uses.ts";
import { tryDelete } from "../../../shared/table/trying.ts";
import { causeOf } from "../cause.ts";
import type { Work } from "../kind.ts";
import { committed } from "../revoke.ts";

/** Tells a former member once, of the first customer where they are met: the one that was closed before those below it. */
export async function tell(principal: string, customer: string, task: Task): Promise<boolean> {
  if (principal === task.actor) return false;
  const { reason } = (task.input ?? {}) as { reason?: string };
  const cause = { ...causeOf(task, new Date()), customerId: customer };
  const letter = letterOf(cause, "customer-closed", principal, {
    version: 1,
    ...(reason !== undefined && { reason }),
  });
  return committed([letters.write(letter)]);
}

/** Somebody may have a role on thousands of projects. */
const atOnce = 4;

/** Takes bindings page by page, and that their roles were given once. */
async function takeHeld(collection: Collection, principal: string, customer: string) {
  const given = new Set<string>();
  for (let after: Key | undefined; ; ) {
    const { items, last } = await query(collection, { strong: true, after });
    for (const { roles } of items)
      for (const role of Object.keys((roles ?? {}) as object)) given.add(role);
    const left = items.values();
    const lane = async () => {
      for (const { pk, sk } of left) await tryDelete({ key: { pk: String(pk), sk: String(sk) } });
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    if (!last) break;
    after = last;
  }
  for (const role of given) await roleUses.forget({ principal, customer }, role);
}

/** Takes everything that somebody holds at a closed customer, tells them, and has nobody find them there any more. */
export async function takeAll(
  { id: principal, customer }: { id: string; customer: string },
  { task, operation }: Work,
): Promise<boolean> {
  if (!isGroupId(principal)) await tell(principal, customer, task);
  for (const collection of [
    collections["project access of a principal at a customer"]({ principal, customer }),
    collections["access of a principal to a customer"]({ principal, customer }),
  ])
    await takeHeld(collection, principal, customer);
  const once = `${operation.id}.${operation.receipts}.${principal}`;
  await enqueue({ phrasesOf: principal }, principal, once);
  return true;
}
