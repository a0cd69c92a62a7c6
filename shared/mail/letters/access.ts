import type { AccessGrantedLetter, RoleInWords, RolesChangedLetter } from "../letter.ts";
import { moment, type Phrase, place, say } from "../phrase.ts";
import { type Block, box, type Sheet } from "../sheet.ts";

/** Roles in words, each with its end. */
export const held = (roles: readonly RoleInWords[]): Phrase[] =>
  roles.map(({ name, until }) => (until ? say`${name}, until ${moment(until)}` : say`${name}`));

const signIn = (url: string | undefined): Block[] => (url ? [{ button: "Sign in", url }] : []);

/** To somebody who had no access there before. */
export function accessGranted(letter: AccessGrantedLetter): Sheet {
  const { by, customer, firstName, roles, url } = letter;
  return {
    subject: say`You now have access to ${place(letter)}`,
    firstName,
    blocks: [
      { paragraph: say`${by} gave you access to ${place(letter)}.` },
      ...box({ label: roles.length > 1 ? "Your roles" : "Your role", items: held(roles) }),
      ...signIn(url),
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}

/** To somebody whose roles are others than before. */
export function rolesChanged(letter: RolesChangedLetter): Sheet {
  const { by, customer, firstName, before, after, url } = letter;
  return {
    subject: say`Your roles in ${place(letter)} have changed`,
    firstName,
    blocks: [
      { paragraph: say`${by} changed your roles in ${place(letter)}.` },
      ...box({ label: "Now", items: held(after) }, { label: "Before", items: held(before) }),
      ...signIn(url),
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}
