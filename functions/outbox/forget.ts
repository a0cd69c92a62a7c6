import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { pseudonymOf } from "../../shared/model/pseudonym.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as invitedAddress from "../../shared/table/invited-address.ts";
import { committed, requestFor, revoking } from "./revoke.ts";

/** Ends the open invitations to the address of a deleted person, and takes the person out of the last ones. Whoever is invited to it later is somebody new. */
export async function forget(task: Task): Promise<void> {
  const { address } = task;
  if (!address) return;
  for (const { customer, invitation } of await invitations.lastTo(address)) {
    const isTheirs = await makeNameless(customer, invitation, task);
    if (isTheirs)
      await invitedAddress.forget({ email: address, customer, id: invitation }, new Date());
  }
}

/** False of an invitation from after the deletion: it is to somebody new. */
async function makeNameless(customer: string, id: string, task: Task): Promise<boolean> {
  for (;;) {
    const invitation = await invitations.byId(customer, id);
    if (!invitation) return true;
    if (invitation.createdAt > task.createdAt) return false;
    // Done before, by a step that was cut off.
    if (invitation.email !== task.address) return true;
    if (await committed(await namelessWrites(invitation, task))) return true;
  }
}

async function namelessWrites(invitation: StoredInvitation, task: Task) {
  const [now, version] = [new Date(), invitation.version + 1];
  const nameless = { ...invitation, ...pseudonymOf(task.subject), version };
  return isOpen(invitation, now)
    ? [
        ...(await revoking(invitation, { ...nameless, state: "revoked" }, task)),
        ...(await requestFor(invitation)),
        invitations.release(invitation),
      ]
    : [invitations.replace(nameless, invitation, now)];
}
