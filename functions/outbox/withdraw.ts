import { decide } from "../../shared/access/decide.ts";
import { log } from "../../shared/lambda/log.ts";
import { newId } from "../../shared/model/id.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import { ownerIds, withoutOwner } from "../../shared/model/owners.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as facts from "../../shared/table/facts.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as letters from "../../shared/table/letters.ts";
import * as owners from "../../shared/table/owners.ts";
import { causeOf } from "./remnants.ts";

/** Revokes the open invitations of somebody who lost the right to invite, and tells the owners. */
export async function withdraw(task: Task): Promise<void> {
  if (task.task === "project-deleted") return;
  const { customer, subject } = task;
  const now = new Date();
  const found = await facts.read(subject, { customer }, [], true);
  const principal = found.user ?? { id: subject, status: "deleted" as const };
  if (decide({ ...found, principal, now }).allows("customer.members.grant")) return;
  const sent = await invitations.sentBy(subject, customer);
  const withdrawn: StoredInvitation[] = [];
  for (const invitation of sent)
    if (isOpen(invitation, now) && (await revoke(invitation, task))) withdrawn.push(invitation);
  if (withdrawn.length === 0) return;
  log.info("invitations withdrawn", { customer, count: withdrawn.length });
  const told = found.owners ? ownerIds(found.owners).filter((id) => id !== subject) : [];
  for (const owner of told) await tell(owner, withdrawn, task);
}

async function revoke(invitation: StoredInvitation, task: Task): Promise<boolean> {
  const now = new Date();
  const { owners: places } = await facts.read(undefined, { customer: task.customer }, [], true);
  const version = invitation.version + 1;
  const revoked = {
    ...invitation,
    state: "revoked" as const,
    version,
    updatedAt: now.toISOString(),
  };
  const holdsPlace = places?.places.some(({ holder }) => holder === invitation.id);
  const event = {
    id: newId("event", now),
    at: now.toISOString(),
    type: "customer.invitation.revoked" as const,
    actor: { type: "system" as const, id: "cascade" },
    customerId: task.customer,
    subject: invitation.id,
    reason: task.event,
    requestId: task.requestId,
  };
  return once([
    invitations.replace(revoked, invitation.version, now),
    invitations.release(revoked),
    ...(places && holdsPlace ? [owners.replace(withoutOwner(places, invitation.id))] : []),
    events.record(event),
  ]);
}

async function tell(owner: string, withdrawn: readonly StoredInvitation[], task: Task) {
  const cause = { ...causeOf(task, new Date()), actor: { type: "user" as const, id: task.actor } };
  await once([
    letters.write(
      letterOf(cause, "invitation-revoked-inviter-lost-right", owner, {
        version: 1,
        invitees: withdrawn.slice(0, 20).map(({ email }) => email),
        count: withdrawn.length,
        reason: task.subject,
      }),
    ),
  ]);
}

/** Commits what may have been done before, or have been overtaken: then it is left as it is. */
async function once(writes: Parameters<typeof commit>[0]): Promise<boolean> {
  try {
    await commit(writes, new Date(Date.now() + 8_000));
    return true;
  } catch (error) {
    if (error instanceof Outdated) return false;
    throw error;
  }
}
