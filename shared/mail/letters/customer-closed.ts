import { harmlessLines } from "../harmless.ts";
import type { CustomerClosedLetter } from "../letter.ts";
import { say } from "../phrase.ts";
import type { Block, Sheet } from "../sheet.ts";

/** To whoever had access to a customer that was closed for good. */
export function customerClosed(letter: CustomerClosedLetter): Sheet {
  const { by, customer, firstName, reason = "" } = letter;
  const quote: Block[] =
    harmlessLines(reason).length > 0
      ? [{ quote: reason, of: say`The reason that ${by} gave` }]
      : [];
  return {
    subject: say`${customer} was closed`,
    firstName,
    blocks: [
      {
        paragraph: say`${by} closed ${customer} for good. Your access to it has ended, and what belonged to it is deleted.`,
      },
      ...quote,
      { note: say`There is nothing for you to do. If you have questions, please ask ${by}.` },
    ],
    because: say`you had access to ${customer}`,
  };
}
