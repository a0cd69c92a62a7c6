import type { InvitationLetter } from "../letter.ts";
import { all, mailbox, moment, ours, type Phrase, say } from "../phrase.ts";
import { type Block, box, quoted, type Sheet } from "../sheet.ts";

/** To the invited person: who invites, to what, and the link that shows it all again before anything happens. */
export function invitation(letter: InvitationLetter): Sheet {
  const { inviter, customer, resent, message = "", link, linkUntil } = letter;
  return {
    subject:
      resent > 0
        ? say`New link: ${inviter} invited you to ${customer}`
        : say`${inviter} invited you to ${customer}`,
    firstName: letter.firstName,
    blocks: [
      { paragraph: say`${inviter} would like you to join ${customer}.` },
      ...offer(letter),
      ...quoted(message, say`${inviter} writes`),
      { button: "See the invitation", url: link },
      {
        note: say`You can accept or decline there. The link works once, until ${moment(linkUntil)}.${ours(
          resent > 0 ? " It replaces the earlier one, which no longer works." : "",
        )}`,
      },
      { note: say`You did not expect this? Then do nothing: nothing happens until you accept.` },
    ],
    because: say`${inviter} invited ${invitee(letter)} to ${customer}`,
  };
}

function offer({ roles, groups = [], projects, accessUntil }: InvitationLetter): Block[] {
  return box(
    { label: roles.length > 1 ? "Your roles" : "Your role", items: [all(roles)] },
    { label: groups.length > 1 ? "Your groups" : "Your group", items: [all(groups)] },
    {
      label: projects.length > 1 ? "Your projects" : "Your project",
      items: projects.map(({ name, roles }) => say`${name}: ${all(roles)}`),
    },
    { label: "Your access ends", items: accessUntil ? [moment(accessUntil)] : [] },
  );
}

function invitee({ firstName = "", lastName = "", address }: InvitationLetter): Phrase {
  const names = `${firstName} ${lastName}`.trim();
  return names ? say`${names} (${mailbox(address)})` : mailbox(address);
}
