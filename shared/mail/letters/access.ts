import type {
  AccessGrantedLetter,
  PlaceInWords,
  RoleInWords,
  RolesChangedLetter,
} from "../letter.ts";
import { isPlatform, moment, ours, type Phrase, place, say, within } from "../phrase.ts";
import { box, type Sheet, signIn } from "../sheet.ts";

/** Roles in words, each with its end. */
export const held = (roles: readonly RoleInWords[]): Phrase[] =>
  roles.map(({ name, until }) => (until ? say`${name}, until ${moment(until)}` : say`${name}`));

/** The same of several places, each named. */
export const heldIn = (places: readonly PlaceInWords[]): Phrase[] =>
  places.flatMap((one) => held(one.roles).map((role) => say`${role} ${within(one)}`));

/** To somebody who had no access there before. */
export function accessGranted(letter: AccessGrantedLetter): Sheet {
  const { by, customer, firstName, roles, places = [], group, url } = letter;
  const items = places.length > 0 ? heldIn(places) : held(roles);
  const through = group === undefined ? ours("") : say` through the group ${group}`;
  const what = places.length > 0 ? ours("access") : whatIsGiven(letter);
  return {
    subject: say`You now have ${what}${places.length > 0 ? through : ours("")}`,
    firstName,
    blocks: [
      { paragraph: say`${by} gave you ${what}${through}.` },
      ...box({ label: items.length > 1 ? "Your roles" : "Your role", items }),
      ...signIn(url),
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}

/** Whoever signs in has access to the platform. */
function whatIsGiven(letter: AccessGrantedLetter): Phrase {
  if (!isPlatform(letter)) return say`access to ${place(letter)}`;
  return ours(`${letter.roles.length > 1 ? "roles" : "a role"} on the platform`);
}

/** To somebody whose roles are others than before. */
export function rolesChanged(letter: RolesChangedLetter): Sheet {
  const { by, customer, firstName, before, after, group, url } = letter;
  const what =
    group === undefined
      ? say`your roles ${within(letter)}`
      : say`what you have ${within(letter)} through the group ${group}`;
  return {
    subject: say`Your roles ${within(letter)} have changed`,
    firstName,
    blocks: [
      { paragraph: say`${by} changed ${what}.` },
      ...box({ label: "Now", items: held(after) }, { label: "Before", items: held(before) }),
      ...signIn(url),
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}
