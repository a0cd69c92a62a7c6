import { callerName } from "../../shared/model/caller.ts";
import { isClosed } from "../../shared/model/customer.ts";
import { liveIn } from "../../shared/model/held-place.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isAvailable } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import { mayTell } from "./may-tell.ts";
import type { Prepared } from "./prepare.ts";

/** What whoever runs the platform writes to somebody who is still a member of the customer. */
export async function prepareMessage(letter: Letter): Promise<Prepared> {
  const { recipient, actor, customer, kept } = await correspondence.read(letter);
  if (!recipient || !isAvailable(recipient)) return { drop: "the person is gone" };
  if (!customer || isClosed(customer)) return { drop: "the customer is gone" };
  if (liveIn(kept?.roles ?? {}, new Date()).length === 0) return { drop: "no member any more" };
  if (!(await mayTell(letter)))
    return { drop: "the actor had this person told often enough today" };
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event: letter.event },
    content: {
      letter: "message",
      customer: customer.displayName,
      text: letter.reason ?? "",
      firstName: recipient.firstName,
      by: actor ? callerName(actor) : "Somebody who runs the platform",
    },
  };
}
