import { decide } from "../../shared/access/decide.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import * as apiUsers from "../../shared/table/api-users.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import * as facts from "../../shared/table/facts.ts";
import type { Prepared } from "./prepare.ts";
import { whoElse } from "./who-else.ts";

/** The word to an owner that keys fell with the right of whoever they were shown to. */
export async function prepareKeysRevoked(letter: Letter): Promise<Prepared> {
  const [read, apiUser] = await Promise.all([
    correspondence.read(letter),
    apiUsers.byId(letter.apiUser ?? "-"),
  ]);
  const { recipient, customer, actor, lostRight } = read;
  if (!customer || !recipient || !apiUser) return { drop: "nobody to tell, or nothing" };
  const held = await facts.read(recipient.id, { customer: customer.id });
  const decision = decide({ ...held, now: new Date(), principal: recipient });
  if (!decision.allows("customer.api-users.manage")) return { drop: "no longer their business" };
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event: letter.event },
    content: {
      letter: "keys-revoked",
      firstName: recipient.firstName,
      count: letter.count ?? 0,
      customer: customer.displayName,
      apiUser: apiUser.displayName,
      loser: lostRight ? callerName(lostRight) : "A former member",
      by: whoElse(actor, lostRight),
    },
  };
}
