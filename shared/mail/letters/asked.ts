import type { AskedInWords } from "../letter.ts";
import { all, moment, named, ours, type Phrase, place, say } from "../phrase.ts";

/** A line of what is asked for: who decides must not have to guess what it is, nor where it would hold. */
export function askedFor(asked: AskedInWords, customer: string): Phrase {
  if (!("act" in asked)) return roleAsked(asked, customer);
  switch (asked.act) {
    case "role":
      return say`more permissions for the role ${asked.name}, for everybody who holds it${given(asked.gives)}`;
    case "api-user":
      return say`what the API user ${asked.name} may do${given(asked.gives)}`;
    case "group":
      return say`a place in the group ${asked.name}, and everything that the group has`;
    case "move":
      return asked.name === undefined
        ? say`moving the customer to the top level`
        : say`a place below ${asked.name} for the customer, where the roles of those above it hold`;
    case "fewer":
      return say`fewer approvals from now on: ${ours(String(asked.needed))}`;
  }
}

const given = (gives: readonly string[]): Phrase =>
  gives.length === 0 ? ours("") : say`: ${all(named(gives))}`;

type RoleAsked = Exclude<AskedInWords, { act: string }>;

function roleAsked({ name, until, ...where }: RoleAsked, customer: string): Phrase {
  const { project, customers, group, child } = where;
  const at = [
    project === undefined ? ours("") : say` on the project ${project}`,
    child === undefined ? ours("") : say` on ${child}, which is to be one of`,
    customers === undefined
      ? ours("")
      : say`${ours(child ? " " : " on ")}${place({ customer, customers })}`,
    group === undefined ? ours("") : say` through the group ${group}`,
    until === undefined ? ours("") : say`, until ${moment(until)}`,
  ];
  return say`${name}${at.flat()}`;
}
