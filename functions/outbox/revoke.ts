import { newId } from "../../shared/model/id.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { withoutOwner } from "../../shared/model/owners.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as facts from "../../shared/table/facts.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as owners from "../../shared/table/owners.ts";
import { causeOf } from "./cause.ts";

/** Revokes an invitation as often as something else changes it meanwhile, until it is no longer open. */
export async function revoke(read: StoredInvitation, task: Task, more: Partial<StoredInvitation>) {
  let invitation: StoredInvitation | undefined = read;
  while (invitation && isOpen(invitation, new Date())) {
    const revoked = { ...invitation, ...more, state: "revoked" as const };
    const writes = await revoking(invitation, revoked, task);
    const asked = await requestFor(invitation);
    if (await committed([...writes, ...asked, invitations.release(invitation)])) return;
    invitation = await invitations.byId(invitation.customer, invitation.id);
  }
}

/** The end of the request that an invitation waits for. */
export async function requestFor({ customer, accessRequest }: StoredInvitation): Promise<Write[]> {
  const asked = accessRequest && (await accessRequests.byId(customer, accessRequest));
  return asked && asked.state === "pending" ? accessRequests.end(asked, "lapsed", new Date()) : [];
}

/** What the end of an open invitation writes, but for the address it keeps. */
export async function revoking(
  read: StoredInvitation,
  revoked: StoredInvitation,
  task: Task,
): Promise<Write[]> {
  const { id, customer } = read;
  const { owners: places } = await facts.read(undefined, { customer }, [], true);
  const now = new Date();
  const next = { ...revoked, version: read.version + 1, updatedAt: now.toISOString() };
  const event = {
    ...causeOf(task, now),
    id: newId("event", now),
    customerId: customer,
    type: "customer.invitation.revoked" as const,
    actor: { type: "system" as const, id: "cascade" },
    subject: id,
    reason: task.event,
  };
  const holdsPlace = places?.places.some(({ holder }) => holder === id);
  return [
    invitations.replace(next, read, now),
    ...(places && holdsPlace ? [owners.replace(withoutOwner(places, id))] : []),
    events.record(event),
  ];
}

/** False when something stood in the way: done before, or overtaken. */
export async function committed(writes: readonly Write[]): Promise<boolean> {
  try {
    await commit(writes, new Date(Date.now() + 8_000));
    return true;
  } catch (error) {
    if (error instanceof Outdated) return false;
    throw error;
  }
}
