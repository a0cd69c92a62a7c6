import { env } from "../../shared/env.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import { mayHelp } from "./helping-ownerless.ts";
import type { Prepared } from "./prepare.ts";

/** The word to a handler of the platform that a customer has no owner any more. */
export async function prepareOwnerDeclined(letter: Letter): Promise<Prepared> {
  const { recipient, actor, customer } = await correspondence.read(letter);
  if (!recipient || !customer) return { drop: "nobody to tell, or nothing" };
  if (!(await mayHelp(recipient.id, customer.id, new Date())))
    return { drop: "an owner is there, the customer is gone, or it is no longer their business" };
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event: letter.event },
    content: {
      letter: "owner-declined",
      customer: customer.displayName,
      id: customer.id,
      firstName: recipient.firstName,
      by: actor ? callerName(actor) : "A former member",
      url: env.signInUrl,
    },
  };
}
