import type { LetterContent } from "../../shared/mail/letter.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { prepareAccess } from "./prepare-access.ts";
import { prepareClosed } from "./prepare-closed.ts";
import { prepareEnding } from "./prepare-ending.ts";
import { prepareIdentity } from "./prepare-identity.ts";
import { prepareInvitation } from "./prepare-invitation.ts";
import { prepareKeyEnding } from "./prepare-key-ending.ts";
import { prepareKeysRevoked } from "./prepare-keys-revoked.ts";
import { prepareMessage } from "./prepare-message.ts";
import { prepareNotice } from "./prepare-notice.ts";
import { prepareOwnerDeclined } from "./prepare-owner-declined.ts";
import { preparePlatformEnding } from "./prepare-platform-ending.ts";
import { isOnPlatformRoles, preparePlatformRoles } from "./prepare-platform-roles.ts";
import { prepareProjectDeletion } from "./prepare-project-deletion.ts";
import { prepareRequest } from "./prepare-request.ts";

/** A mail ready to be composed, or why it is not sent. */
export type Prepared =
  | { to: string; tags: Record<string, string>; content: LetterContent }
  | { drop: string };

/** What a letter says, from the table as it is now: nothing about what has been undone meanwhile. */
export function prepare(letter: Letter): Promise<Prepared> {
  switch (letter.letter) {
    case "invitation":
      return prepareInvitation(letter);
    case "invitation-revoked-inviter-lost-right":
    case "invitation-undeliverable":
    case "acceptance-impossible":
      return prepareNotice(letter);
    case "access-ending":
      return letter.customer || letter.customerGroup
        ? prepareEnding(letter)
        : preparePlatformEnding(letter);
    case "approval-wanted":
    case "request-approved":
    case "request-declined":
      return prepareRequest(letter);
    case "project-deletion-requested":
    case "project-deletion-declined":
    case "project-deleted":
      return prepareProjectDeletion(letter);
    case "key-ending":
      return prepareKeyEnding(letter);
    case "keys-revoked":
      return prepareKeysRevoked(letter);
    case "customer-closed":
      return prepareClosed(letter);
    case "message":
      return prepareMessage(letter);
    case "owner-declined":
      return prepareOwnerDeclined(letter);
    case "identity-added":
      return prepareIdentity(letter);
    default:
      return isOnPlatformRoles(letter) ? preparePlatformRoles(letter) : prepareAccess(letter);
  }
}
