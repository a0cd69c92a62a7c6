import { type Decision, decide } from "../../shared/access/decide.ts";
import { mayGrantPlan } from "../../shared/access/granting.ts";
import { log } from "../../shared/lambda/log.ts";
import { newId } from "../../shared/model/id.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import { type Owners, ownerIds, withoutOwner } from "../../shared/model/owners.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as facts from "../../shared/table/facts.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as letters from "../../shared/table/letters.ts";
import * as owners from "../../shared/table/owners.ts";
import { isOfGroup } from "./group-members.ts";
import { causeOf } from "./remnants.ts";

/** Revokes the open invitations of somebody who may no longer give what they offer, and tells the owners. One that the index hides is refused when it is accepted. */
export async function withdraw(task: Task): Promise<void> {
  if (task.task === "project-deleted" || isOfGroup(task)) return;
  const { customer, subject } = task;
  const now = new Date();
  const found = await facts.read(subject, { customer }, [], true);
  const held = found.customerBinding;
  if (held && (task.under === held.since || held.version < (task.version ?? 0)))
    throw new Error("The roles are read too early");
  if (found.apiUser && found.apiUser.version < (task.version ?? 0))
    throw new Error("The API user is read too early");
  const principal = found.user ?? found.apiUser ?? { id: subject, status: "deleted" as const };
  const decision = decide({ ...found, principal, now });
  const sent = await invitations.byIds(customer, await invitations.sentBy(subject, customer));
  const unfounded = sent.filter((one) => isUnfounded(one, task, decision, now));
  if (unfounded.length === 0) return;
  const told = found.owners ? ownerIds(found.owners).filter((id) => id !== subject) : [];
  // Told first: after a crash in between nobody would know any more what was withdrawn.
  for (const owner of told) await tell(owner, unfounded, task);
  for (const invitation of unfounded) await revoke(invitation, task, found.owners);
  log.info("invitations withdrawn", { customer, count: unfounded.length });
}

const isUnfounded = (invitation: StoredInvitation, task: Task, decision: Decision, now: Date) =>
  invitation.inviter.id === task.subject &&
  isOpen(invitation, now) &&
  !mayGrantPlan(invitation, decision);

/** Revokes as often as something else changes it meanwhile, until it is no longer open. */
async function revoke(read: StoredInvitation, task: Task, placesRead: Owners | undefined) {
  let invitation: StoredInvitation | undefined = read;
  let places = placesRead;
  while (invitation && isOpen(invitation, new Date())) {
    if (await tryRevoke(invitation, task, places)) return;
    invitation = await invitations.byId(task.customer, invitation.id);
    places = (await facts.read(undefined, { customer: task.customer }, [], true)).owners;
  }
}

function tryRevoke(invitation: StoredInvitation, task: Task, places: Owners | undefined) {
  const now = new Date();
  const version = invitation.version + 1;
  const revoked: StoredInvitation = {
    ...{ ...invitation, state: "revoked", version, updatedAt: now.toISOString() },
  };
  const holdsPlace = places?.places.some(({ holder }) => holder === invitation.id);
  const event = {
    ...causeOf(task, now),
    id: newId("event", now),
    type: "customer.invitation.revoked" as const,
    actor: { type: "system" as const, id: "cascade" },
    subject: invitation.id,
    reason: task.event,
  };
  return committed([
    invitations.replace(revoked, invitation, now),
    invitations.release(revoked),
    ...(places && holdsPlace ? [owners.replace(withoutOwner(places, invitation.id))] : []),
    events.record(event),
  ]);
}

const tell = (owner: string, withdrawn: readonly StoredInvitation[], task: Task) =>
  committed([
    letters.write(
      letterOf(causeOf(task, new Date()), "invitation-revoked-inviter-lost-right", owner, {
        version: 1,
        invitees: withdrawn.slice(0, 20).map(({ id }) => id),
        count: withdrawn.length,
        loser: task.subject,
      }),
    ),
  ]);

/** False when something stood in the way: done before, or overtaken. */
async function committed(writes: Parameters<typeof commit>[0]): Promise<boolean> {
  try {
    await commit(writes, new Date(Date.now() + 8_000));
    return true;
  } catch (error) {
    if (error instanceof Outdated) return false;
    throw error;
  }
}
