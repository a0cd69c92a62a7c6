import { decide } from "../../shared/access/decide.ts";
import type { LetterContent } from "../../shared/mail/letter.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { nameOf } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import * as facts from "../../shared/table/facts.ts";
import { readInvitation } from "../../shared/table/invitation-correspondence.ts";
import * as invitations from "../../shared/table/invitations.ts";
import type { Prepared } from "./prepare.ts";
import { whoElse } from "./who-else.ts";

/** A notice to an inviter or an owner about invitations that came to nothing. */
export async function prepareNotice(letter: Letter): Promise<Prepared> {
  const read = await correspondence.read(letter);
  const { recipient, customer, actor, lostRight } = read;
  if (!customer || !recipient) return { drop: "nobody to tell" };
  const { allows } = decide({
    ...(await facts.read(recipient.id, { customer: customer.id })),
    now: new Date(),
    principal: recipient,
  });
  if (!allows("customer.members.grant")) return { drop: "no longer their business" };
  const about = { customer: customer.displayName, firstName: recipient.firstName };
  const content =
    letter.letter === "invitation-revoked-inviter-lost-right"
      ? {
          ...about,
          letter: letter.letter,
          inviter: lostRight ? callerName(lostRight) : "A former member",
          by: whoElse(actor, lostRight),
          ...(await withdrawn(letter)),
        }
      : await aboutInvitation(letter, about);
  const tags = { letter: letter.letter, event: letter.event.replace(/\W/g, "_") };
  return content ? { to: recipient.email, tags, content } : { drop: "the invitation is gone" };
}

/** Whose invitations were withdrawn, as they are now: one accepted in time is not among them. */
async function withdrawn({ customer = "-", invitees = [], count = 0 }: Letter) {
  const found = await invitations.byIds(customer, invitees);
  const revoked = found.filter(({ state }) => state === "revoked");
  const others = count - invitees.length;
  return { invitees: revoked.map(({ email }) => email), count: revoked.length + others };
}

async function aboutInvitation(
  letter: Letter,
  about: { customer: string; firstName: string },
): Promise<LetterContent | undefined> {
  const id = letter.invitees?.[0] ?? "";
  const { invitation } = await readInvitation(letter.customer ?? "-", id);
  if (!invitation || invitation.round !== letter.version) return undefined;
  const { email: address, inviter } = invitation;
  const invitee = nameOf(invitation);
  if (letter.letter === "invitation-undeliverable")
    return { ...about, letter: letter.letter, invitee, address };
  const reason = letter.reason === "owner-limit" ? "owner-limit" : "nothing-left";
  const common = { ...about, invitee, address, reason } as const;
  return { ...common, letter: "acceptance-impossible", inviter: inviter.displayName };
}
