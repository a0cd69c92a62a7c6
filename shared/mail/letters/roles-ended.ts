import type { AccessRevokedLetter } from "../letter.ts";
import { all, ours, say, within } from "../phrase.ts";
import { type Block, box, type Sheet } from "../sheet.ts";
import { held, heldIn } from "./access.ts";

/** To somebody whose group gives them roles no more, or whose own on the platform are over, while other access may remain. */
export function rolesEnded(letter: AccessRevokedLetter): Sheet {
  const { by, customer, firstName, ended = [], group, own, keptThrough = [] } = letter;
  const [first, ...more] = ended;
  const isOne = first && more.length === 0;
  const where = isOne ? say` ${within(first)}` : ours("");
  const items = isOne ? held(first.roles) : heldIn(ended);
  const [role, have] = items.length > 1 ? (["roles", "have"] as const) : (["role", "has"] as const);
  const yours = say`${ours(keptThrough.length > 0 ? "own " : "")}${ours(role)}${where}`;
  const through = group === undefined ? say`a group` : say`the group ${group}`;
  return {
    subject: own
      ? say`Your ${yours} ${ours(have)} ended`
      : say`Your roles ${within(isOne ? first : letter)} have changed`,
    firstName,
    blocks: [
      {
        paragraph: own
          ? say`${by} ended your ${yours}.`
          : say`${by} ended what you had${where} through ${through}.`,
      },
      ...box({ label: `${role === "role" ? "Role" : "Roles"} that ${have} ended`, items }),
      ...(own ? kept(keptThrough) : [{ paragraph: say`Whatever else you have stays as it is.` }]),
      { note: say`If this looks like a mistake, please ask ${by}.` },
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}

/** That groups still give something. */
export function kept(groups: readonly string[]): Block[] {
  const through = ours(groups.length > 1 ? "the groups" : "the group");
  return groups.length > 0
    ? [{ paragraph: say`What you have through ${through} ${all(groups)} stays as it is.` }]
    : [];
}
