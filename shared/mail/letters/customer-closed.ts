import type { CustomerClosedLetter } from "../letter.ts";
import { say } from "../phrase.ts";
import { quoted, type Sheet } from "../sheet.ts";

/** To whoever had access to a customer that was closed for good. */
export function customerClosed(letter: CustomerClosedLetter): Sheet {
  const { by, customer, firstName, reason = "" } = letter;
  return {
    subject: say`${customer} was closed`,
    firstName,
    blocks: [
      {
        paragraph: say`${by} closed ${customer} for good. Your access to it has ended, and what belonged to it is deleted.`,
      },
      ...quoted(reason, say`The reason that ${by} gave`),
      { note: say`There is nothing for you to do. If you have questions, please ask ${by}.` },
    ],
    because: say`you had access to ${customer}`,
  };
}
