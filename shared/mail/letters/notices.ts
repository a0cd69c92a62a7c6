import { readableAddress } from "../../model/email-address.ts";
import type {
  AcceptanceImpossibleLetter,
  InvitationsWithdrawnLetter,
  InvitationUndeliverableLetter,
} from "../letter.ts";
import { changedBy, mailbox, named, ours, say } from "../phrase.ts";
import { box, type Sheet } from "../sheet.ts";

/** To the owners: open invitations fell because their inviter may no longer invite. */
export function invitationsWithdrawn(letter: InvitationsWithdrawnLetter): Sheet {
  const { customer, inviter, by, invitees, count } = letter;
  return {
    subject:
      count === 1
        ? say`An invitation to ${customer} was withdrawn`
        : say`${ours(`${count} invitations`)} to ${customer} were withdrawn`,
    firstName: letter.firstName,
    blocks: [
      {
        paragraph: say`${inviter} may no longer invite people to ${customer}, because ${changedBy(by)}. So the open invitations ${inviter} had sent were withdrawn, and their links no longer work.`,
      },
      ...box({ label: "Withdrawn", items: named(invitees.map(readableAddress), count) }),
      { note: say`If somebody should still join, please invite them again.` },
    ],
    because: say`you are an owner of ${customer}`,
  };
}

/** To the inviter: the mail bounced, was refused or was marked as unwanted. */
export function invitationUndeliverable(letter: InvitationUndeliverableLetter): Sheet {
  const { customer, invitee } = letter;
  const address = mailbox(letter.address);
  return {
    subject: say`Your invitation for ${invitee} could not be delivered`,
    firstName: letter.firstName,
    blocks: [
      {
        paragraph: say`Your invitation for ${invitee} to ${customer} could not be delivered to ${address}.`,
      },
      {
        note: say`Please check the address. You can send the invitation again, or revoke it and invite another address.`,
      },
    ],
    because: say`you invited ${invitee} to ${customer}`,
  };
}

const causes: Record<AcceptanceImpossibleLetter["reason"], string> = {
  "owner-limit": "the customer already has two owners",
  "nothing-left": "none of the roles it offered can be given any more",
};

/** To the inviter: somebody wanted to accept, and could not. */
export function acceptanceImpossible(letter: AcceptanceImpossibleLetter): Sheet {
  const { customer, inviter, invitee, reason } = letter;
  return {
    subject: say`${invitee} could not accept the invitation to ${customer}`,
    firstName: letter.firstName,
    blocks: [
      {
        paragraph: say`${invitee} (${mailbox(letter.address)}) tried to accept the invitation to ${customer} that ${inviter} had sent, but ${ours(causes[reason])}.`,
      },
      {
        note: say`If they should still join, please revoke this invitation and send one that fits.`,
      },
    ],
    because: say`${inviter} invited ${invitee} to ${customer}`,
  };
}
