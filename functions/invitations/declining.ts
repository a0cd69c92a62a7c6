import type { Event } from "../../shared/model/event.ts";
import { newId } from "../../shared/model/id.ts";
import type { User } from "../../shared/model/user.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import { commit } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import { ended, endWrites } from "../../shared/table/invitation-ends.ts";
import { mustBePending, type Opened, previewOf, stateWith } from "./opening.ts";

interface Declining {
  caller?: User | undefined;
  now: Date;
  deadline: Date;
  requestId: string;
}

/** Declines for the invited address. Once declined it stays so, however often it is asked. */
export async function decline(opened: Opened, { caller, now, deadline, requestId }: Declining) {
  const { invitation, owners } = opened;
  if (stateWith(opened, now) === "declined") return previewOf(opened, now);
  mustBePending(opened, now);
  const declined = ended(invitation, "declined", now);
  const { email } = invitation;
  const { mails = await addressMails.to(email) } = opened;
  const event: Event & { customerId: string } = {
    id: newId("event", now),
    at: now.toISOString(),
    type: "customer.invitation.declined",
    actor: caller ? { type: "user", id: caller.id } : { type: "system", id: "invitation-link" },
    customerId: opened.customer.id,
    subject: invitation.id,
    requestId,
  };
  await commit(
    [
      ...endWrites(declined, invitation, owners, now),
      ...addressMails.answer(mails, invitation.id, now),
      events.record(event),
    ],
    deadline,
    { plansAnew: true },
  );
  return previewOf({ ...opened, invitation: declined }, now);
}
