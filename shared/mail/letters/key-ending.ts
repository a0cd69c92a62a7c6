import type { KeyEndingLetter } from "../letter.ts";
import { all, moment, say } from "../phrase.ts";
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
      { paragraph: say`Please rotate it before if it is still needed${others}.` },
    ],
    because: say`this key was shown to you`,
  };
}
