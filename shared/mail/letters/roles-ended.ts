import type { AccessRevokedLetter } from "../letter.ts";
import { ours, place, say } from "../phrase.ts";
import { box, type Sheet } from "../sheet.ts";
import { held, heldIn } from "./access.ts";

/** To somebody whose group gives them roles no more, while other access may remain. */
export function rolesEnded(letter: AccessRevokedLetter): Sheet {
  const { by, customer, firstName, ended = [], group } = letter;
  const [first, ...more] = ended;
  const isOne = first && more.length === 0;
  const through = group === undefined ? say`a group` : say`the group ${group}`;
  const where = isOne ? say` in ${place(first)}` : ours("");
  const items = isOne ? held(first.roles) : heldIn(ended);
  return {
    subject: say`Your roles in ${isOne ? place(first) : say`${customer}`} have changed`,
    firstName,
    blocks: [
      { paragraph: say`${by} ended what you had${where} through ${through}.` },
      ...box({ label: items.length > 1 ? "Roles that have ended" : "Role that has ended", items }),
      { paragraph: say`Whatever else you have stays as it is.` },
      { note: say`If this looks like a mistake, please ask ${by}.` },
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}
