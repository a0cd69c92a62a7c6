import type { KeyEndingLetter, KeysRevokedLetter } from "../letter.ts";
import { all, changedBy, moment, ours, say } from "../phrase.ts";
import { box, type Sheet } from "../sheet.ts";

/** To whoever was shown a key that ends before long. */
export function keyEnding(letter: KeyEndingLetter): Sheet {
  const { customer, firstName, apiUser, key, until, owners } = letter;
  const whose = customer === undefined ? say`${apiUser}` : say`${apiUser} (${customer})`;
  const others =
    owners.length > 0 ? say`, or tell an owner of ${customer ?? ""}: ${all(owners)}` : say``;
  return {
    subject: say`A key of ${whose} ends soon`,
    firstName,
    blocks: [
      {
        paragraph: say`A key of the API user ${whose} that was shown to you ends soon. From then on it is refused.`,
      },
      ...box({ label: "Key", items: [say`${key}`] }, { label: "Ends", items: [moment(until)] }),
      { paragraph: say`If it is still needed, please rotate it before then${others}.` },
    ],
    because: say`this key was shown to you`,
  };
}

/** To the owners: keys fell because whoever they were shown to may no longer manage API users. */
export function keysRevoked({
  customer,
  firstName,
  apiUser,
  loser,
  by,
  count,
}: KeysRevokedLetter): Sheet {
  const isOne = count === 1;
  const [keys, were, them] = isOne
    ? [ours("A key"), ours("was"), ours("it")]
    : [ours(`${count} keys`), ours("were"), ours("them")];
  return {
    subject: say`${keys} of ${apiUser} (${customer}) ${were} revoked`,
    firstName,
    blocks: [
      {
        paragraph: say`${loser} may no longer manage API users of ${customer}, because ${changedBy(by)}. ${keys} of the API user ${apiUser} that ${loser} was shown ${were} revoked: whatever still uses ${them} is refused.`,
      },
      { note: say`If ${apiUser} is still needed, please make a new key for it.` },
    ],
    because: say`you are an owner of ${customer}`,
  };
}
