import type { AccessRevokedLetter } from "../letter.ts";
import { all, named, ours, type Phrase, place, say } from "../phrase.ts";
import { type Block, box, type Sheet } from "../sheet.ts";
import { heldIn } from "./access.ts";
import { kept, rolesEnded } from "./roles-ended.ts";

/** To somebody who lost the customer, projects of it, or both; and to whoever lost nothing but roles that a group gave. */
export function accessRevoked(letter: AccessRevokedLetter): Sheet {
  const { by, customer, customers, firstName, keptThrough = [], keptFrom = [] } = letter;
  const { lost, ended = [] } = letter;
  if (ended.length > 0 && !lost.customer && lost.count === 0) return rolesEnded(letter);
  const what = whatIsLost(letter);
  const isIn = keptThrough.length + keptFrom.length > 0;
  return {
    subject: customers
      ? say`Your roles in ${what} have ended`
      : say`${ours(isIn ? "Your own" : "Your")} access to ${what} has ended`,
    firstName,
    blocks: [
      { paragraph: say`${by} ended your ${ours(customers ? "roles in" : "access to")} ${what}.` },
      ...projects(letter),
      ...box({ label: "Roles that ended with it", items: heldIn(ended) }),
      ...kept(keptThrough),
      ...(keptFrom.length > 0
        ? [{ paragraph: say`What you have from ${all(keptFrom)} stays as it is.` }]
        : []),
      { note: say`If this looks like a mistake, please ask ${by}.` },
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}

function whatIsLost({ customer, customers, lost }: AccessRevokedLetter): Phrase {
  if (lost.customer) return place({ customer, customers });
  if (lost.count === 1) return place({ customer, project: lost.projects[0] });
  return say`${ours(`${lost.count} projects of`)} ${customer}`;
}

function projects({ lost }: AccessRevokedLetter): Block[] {
  const label = lost.customer ? "Projects that go with it" : "Projects";
  const items = lost.customer || lost.count > 1 ? named(lost.projects, lost.count) : [];
  return box({ label, items });
}
