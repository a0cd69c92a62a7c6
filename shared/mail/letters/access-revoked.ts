import type { AccessRevokedLetter } from "../letter.ts";
import { all, named, ours, place, say } from "../phrase.ts";
import { type Block, box, type Sheet } from "../sheet.ts";

/** To somebody who lost the customer, projects of it, or both. */
export function accessRevoked(letter: AccessRevokedLetter): Sheet {
  const { by, customer, firstName, keptThrough = [] } = letter;
  const what = whatIsLost(letter);
  return {
    subject: say`${ours(keptThrough.length > 0 ? "Your own" : "Your")} access to ${what} has ended`,
    firstName,
    blocks: [
      { paragraph: say`${by} ended your access to ${what}.` },
      ...projects(letter),
      ...kept(keptThrough),
      { note: say`If this looks like a mistake, please ask ${by}.` },
    ],
    because: say`${by} changed your access to ${customer}`,
  };
}

function whatIsLost({ customer, lost }: AccessRevokedLetter) {
  if (lost.customer) return place({ customer });
  if (lost.count === 1) return place({ customer, project: lost.projects[0] });
  return say`${ours(`${lost.count} projects of`)} ${customer}`;
}

function projects({ lost }: AccessRevokedLetter): Block[] {
  const label = lost.customer ? "Projects that go with it" : "Projects";
  const items = lost.customer || lost.count > 1 ? named(lost.projects, lost.count) : [];
  return box({ label, items });
}

function kept(groups: readonly string[]): Block[] {
  const through = ours(groups.length > 1 ? "the groups" : "the group");
  return groups.length > 0
    ? [{ paragraph: say`What you have through ${through} ${all(groups)} stays as it is.` }]
    : [];
}
