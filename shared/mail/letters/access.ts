import type {
  AccessGrantedLetter,
  PlaceInWords,
  RoleInWords,
  RolesChangedLetter,
} from "../letter.ts";
import { moment, ours, type Phrase, place, say } from "../phrase.ts";
import { type Block, box, type Sheet } from "../sheet.ts";

/** Roles in words, each with its end. */
export const held = (roles: readonly RoleInWords[]): Phrase[] =>
  roles.map(({ name, until }) => (until ? say`${name}, until ${moment(until)}` : say`${name}`));

/** The same of several places, each named. */
export const heldIn = (places: readonly PlaceInWords[]): Phrase[] =>
  places.flatMap((one) => held(one.roles).map((role) => say`${role} in ${place(one)}`));

const signIn = (url: string | undefined): Block[] => (url ? [{ button: "Sign in", url }] : []);

/** To somebody who had no access there before. */
export function accessGranted(letter: AccessGrantedLetter): Sheet {
  const { by, customer, firstName, roles, places = [], group, url } = letter;
  const items = places.length > 0 ? heldIn(places) : held(roles);
  const through = group === undefined ? ours("") : say` through the group ${group}`;
  const to = places.length > 0 ? ours("") : say` to ${place(letter)}`;
  return {
    subject: say`You now have access${places.length > 0 ? through : to}`,
    firstName,
    blocks: [
      { paragraph: say`${by} gave you access${to}${through}.` },
      ...box({ label: items.length > 1 ? "Your roles" : "Your role", items }),
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
