import { type Decision, decide } from "../../shared/access/decide.ts";
import { mayGrantPlan } from "../../shared/access/granting.ts";
import { log } from "../../shared/lambda/log.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import { letterOf, type Task } from "../../shared/model/outbox.ts";
import { nearestOwners, ownerIds } from "../../shared/model/owners.ts";
import { nameOf, type User } from "../../shared/model/user.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import * as facts from "../../shared/table/facts.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as letters from "../../shared/table/letters.ts";
import { causeOf } from "./cause.ts";
import { isBefore, isYoung } from "./must-show.ts";
import { isOfGroup } from "./of-group.ts";
import { committed, revoke } from "./revoke.ts";

/** Revokes the open invitations of somebody who may no longer give what they offer, and tells the owners. One that the index hides is refused when it is accepted. */
export async function withdraw(task: Task): Promise<void> {
  const { customer, subject } = task;
  if (/^(project-deleted|role-narrowed)$/.test(task.task) || isOfGroup(task) || !customer) return;
  const found = await facts.read(subject, { customer }, [], true);
  if (isYoung(task) && isEarly(found, task)) throw new TooEarly("The right is read too early");
  await revokeUnfounded(subject, found, { ...task, customer });
}

/** The same at one customer of what rests on the platform alone, where the right was lost there; of a deleted person of everything, whatever had let them. */
export async function withdrawAt(customer: string, subject: string, task: Task): Promise<void> {
  const found = await facts.read(subject, { customer }, [], true);
  const isMeant = ({ byPlatform = false }) => byPlatform || task.task === "user-deleted";
  await revokeUnfounded(subject, found, { ...task, customer }, isMeant);
}

async function revokeUnfounded(
  subject: string,
  found: facts.FactsRead,
  task: Task & { customer: string },
  isMeant: (invitation: StoredInvitation) => boolean = () => true,
): Promise<void> {
  const { customer } = task;
  const now = new Date();
  const principal = found.user ?? found.apiUser ?? { id: subject, status: "deleted" as const };
  const decision = decide({ ...found, principal, now });
  const sent = await invitations.byIds(customer, await invitations.sentBy(subject, customer));
  const unfounded = sent.filter(isMeant).filter((one) => isUnfounded(one, subject, decision, now));
  if (unfounded.length === 0) return;
  const owners = nearestOwners([found.owners, ...found.ownersAbove]);
  const told = owners ? ownerIds(owners).filter((id) => id !== subject) : [];
  // Told first: after a crash in between nobody would know any more what was withdrawn.
  for (const owner of told) await tell(owner, unfounded, task, subject);
  for (const invitation of unfounded) await revoke(invitation, task, inviterNow(found.user));
  log.info("invitations withdrawn", { customer, count: unfounded.length });
}

/** True while the table still shows what was before the task. */
function isEarly({ customerBinding: held, apiUser }: facts.FactsRead, task: Task): boolean {
  if (held && isBefore(held, task)) return true;
  return apiUser !== undefined && apiUser.version < (task.version ?? 0);
}

/** An inviter who was deleted is called by no name any more. */
const inviterNow = (user: User | undefined): Partial<StoredInvitation> =>
  user?.status === "deleted" ? { inviter: { id: user.id, displayName: nameOf(user) } } : {};

const isUnfounded = (invitation: StoredInvitation, by: string, decision: Decision, now: Date) =>
  invitation.inviter.id === by && isOpen(invitation, now) && !mayGrantPlan(invitation, decision);

/** Tells an owner, once for each page, what somebody who lost the right had offered at a customer. */
export const tell = (
  owner: string,
  withdrawn: readonly StoredInvitation[],
  task: Task,
  loser: string,
  page = "",
) => {
  const cause = causeOf(task, new Date());
  const id = [cause.id, loser, task.customer, page].filter(Boolean).join(".");
  return committed([
    letters.write(
      letterOf({ ...cause, id }, "invitation-revoked-inviter-lost-right", owner, {
        version: 1,
        invitees: withdrawn.slice(0, 20).map((one) => one.id),
        count: withdrawn.length,
        loser,
      }),
    ),
  ]);
};
