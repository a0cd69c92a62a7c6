import type { AccessEndingLetter } from "../letter.ts";
import { all, ours, place, say, within } from "../phrase.ts";
import { type Block, box, type Sheet } from "../sheet.ts";
import { held } from "./access.ts";

/** To somebody whose roles end before long. */
export function accessEnding(letter: AccessEndingLetter): Sheet {
  const { customer = "the platform", project, customers, firstName, group, roles } = letter;
  const at = { customer, customers, onPlatform: letter.customer === undefined };
  const where = within({ ...at, project });
  const isOne = roles.length === 1;
  const roleOrRoles = ours(isOne ? "role" : "roles");
  const ends = ours(isOne ? "ends" : "end");
  const through = group === undefined ? ours("") : say` through the group ${group}`;
  return {
    subject: say`Your ${roleOrRoles} ${where} ${ends} soon`,
    firstName,
    blocks: [
      { paragraph: say`Your ${roleOrRoles} ${where}${through} ${ends} soon.` },
      ...box({ label: isOne ? "Your role" : "Your roles", items: held(roles) }),
      ...whomToAsk(letter),
    ],
    because: say`you have access to ${place(at)} that ends`,
  };
}

function whomToAsk({ customer, owners }: AccessEndingLetter): Block[] {
  const asked =
    customer !== undefined && owners.length > 0
      ? say`please ask an owner of ${customer}: ${all(owners)}`
      : say`please ask whoever gave it to you`;
  return [{ paragraph: say`If you need access for longer, ${asked}.` }];
}
