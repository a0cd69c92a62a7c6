import { mayGrantPlan } from "../../shared/access/granting.ts";
import { log } from "../../shared/lambda/log.ts";
import { isApiUserId } from "../../shared/model/caller.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { standingOf } from "./key-holders.ts";
import { isOfGroup } from "./of-group.ts";
import { revoke } from "./revoke.ts";
import { tell } from "./withdraw.ts";

const pageSize = 100;

/** Revokes the open invitations of everybody who may no longer give what they offer, since a group or a role gives less or the customer has moved. All of a customer's are looked through: they are fewer than those who might have sent them. */
export async function withdrawOfOthers(task: Task): Promise<void> {
  const { customer } = task;
  if (!customer || !mayCostOthers(task)) return;
  let after: string | undefined;
  do {
    // Oldest first: a step that was cut off finds the same pages again.
    const options = { limit: pageSize, newestFirst: false, ...(after && { after }) };
    const { items, nextCursor } = await invitations.ofCustomer(customer, options);
    const open = items.filter((one) => isOpen(one, new Date()) && one.createdAt <= task.createdAt);
    for (const [inviter, sent] of Map.groupBy(open, (one) => one.inviter.id))
      if (!isApiUserId(inviter)) await withdrawOf(inviter, sent, { ...task, customer }, after);
    after = nextCursor;
  } while (after);
}

/** A group takes rights where it has lost roles of the customer's; an API user holds its own. */
const mayCostOthers = (task: Task) => {
  const { task: kind, project, before = [], after = [] } = task;
  if (/^(role-narrowed|customer-moved|customer-ungrouped)$/.test(kind)) return true;
  return isOfGroup(task) && !project && before.some((role) => !after.includes(role));
};

async function withdrawOf(
  inviter: string,
  sent: readonly StoredInvitation[],
  task: Task,
  page: string | undefined,
) {
  const { decision, owners } = await standingOf(inviter, task);
  const unfounded = sent.filter((one) => !mayGrantPlan(one, decision));
  if (unfounded.length === 0) return;
  const told = owners.filter((owner) => owner !== inviter);
  // Of several who lost the right the owners are told one by one.
  for (const owner of told) await tell(owner, unfounded, task, inviter, page);
  for (const invitation of unfounded) await revoke(invitation, task, {});
  log.info("invitations withdrawn", { customer: task.customer, count: unfounded.length });
}
