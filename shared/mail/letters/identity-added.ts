import type { IdentityAddedLetter } from "../letter.ts";
import { mailbox, say } from "../phrase.ts";
import type { Sheet } from "../sheet.ts";

/** To somebody who can sign in in one more way from now on: it might be somebody else who does. */
export function identityAdded({ by, firstName, address }: IdentityAddedLetter): Sheet {
  return {
    subject: say`${by} linked a further sign-in to your account`,
    firstName,
    blocks: [
      {
        paragraph: say`${by} linked a further sign-in to the account of ${mailbox(address)}. Whoever signs in that way acts as you.`,
      },
      { note: say`If you did not ask for this, please tell whoever runs this service at once.` },
    ],
    because: say`${by} changed how you sign in`,
  };
}
