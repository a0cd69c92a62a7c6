import type { Brand } from "./brand.ts";
import { asHtml } from "./html.ts";
import type { LetterContent } from "./letter.ts";
import { accessGranted, rolesChanged } from "./letters/access.ts";
import { accessEnding } from "./letters/access-ending.ts";
import { approvalWanted, requestDecided } from "./letters/access-requests.ts";
import { accessRevoked } from "./letters/access-revoked.ts";
import { customerClosed } from "./letters/customer-closed.ts";
import { identityAdded } from "./letters/identity-added.ts";
import { invitation } from "./letters/invitation.ts";
import { keyEnding, keysRevoked } from "./letters/keys.ts";
import { message } from "./letters/message.ts";
import {
  acceptanceImpossible,
  invitationsWithdrawn,
  invitationUndeliverable,
} from "./letters/notices.ts";
import { ownerDeclined } from "./letters/owner-declined.ts";
import { projectDeletion } from "./letters/project-deletion.ts";
import { plain } from "./phrase.ts";
import type { Sheet } from "./sheet.ts";
import { asText } from "./text.ts";

function sheetOf(content: LetterContent): Sheet {
  switch (content.letter) {
    case "invitation":
      return invitation(content);
    case "access-granted":
      return accessGranted(content);
    case "roles-changed":
      return rolesChanged(content);
    case "access-revoked":
      return accessRevoked(content);
    case "access-ending":
      return accessEnding(content);
    case "key-ending":
      return keyEnding(content);
    case "invitation-revoked-inviter-lost-right":
      return invitationsWithdrawn(content);
    case "keys-revoked":
      return keysRevoked(content);
    case "invitation-undeliverable":
      return invitationUndeliverable(content);
    case "acceptance-impossible":
      return acceptanceImpossible(content);
    case "approval-wanted":
      return approvalWanted(content);
    case "request-approved":
    case "request-declined":
      return requestDecided(content);
    case "project-deletion-requested":
    case "project-deletion-declined":
    case "project-deleted":
      return projectDeletion(content);
    case "customer-closed":
      return customerClosed(content);
    case "message":
      return message(content);
    case "owner-declined":
      return ownerDeclined(content);
    case "identity-added":
      return identityAdded(content);
  }
}

/** What a letter says, as the three parts of a mail in the look of the deployment. */
export function compose(
  content: LetterContent,
  brand: Brand,
): { subject: string; text: string; html: string } {
  const sheet = sheetOf(content);
  return {
    subject: plain(sheet.subject, 40),
    text: asText(sheet, brand),
    html: asHtml(sheet, brand),
  };
}
