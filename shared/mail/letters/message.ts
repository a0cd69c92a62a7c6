import type { MessageLetter } from "../letter.ts";
import { say } from "../phrase.ts";
import type { Sheet } from "../sheet.ts";

/** To each member of a customer, what whoever runs the platform has to say. */
export const message = ({ by, customer, firstName, text }: MessageLetter): Sheet => ({
  subject: say`A message to everybody in ${customer}`,
  firstName,
  blocks: [
    {
      paragraph: say`${by}, who helps run the platform, wrote this to everybody in ${customer}.`,
    },
    { quote: text, of: say`The message` },
    { note: say`If you have questions, please ask ${by}.` },
  ],
  because: say`you have a role in ${customer}`,
});
