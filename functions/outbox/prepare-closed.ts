import { env } from "../../shared/env.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isAvailable } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import type { Prepared } from "./prepare.ts";

/** The word to a former member that a customer was closed: it stays so. */
export async function prepareClosed(letter: Letter): Promise<Prepared> {
  const { recipient, actor, customer } = await correspondence.read(letter);
  if (!recipient || !isAvailable(recipient)) return { drop: "the person is gone" };
  if (!customer) return { drop: "the customer is gone" };
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event: letter.event },
    content: {
      letter: "customer-closed",
      customer: customer.displayName,
      firstName: recipient.firstName,
      by: actor ? callerName(actor) : env.brandName,
      reason: letter.reason,
    },
  };
}
