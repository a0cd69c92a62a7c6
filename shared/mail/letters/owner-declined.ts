import type { OwnerDeclinedLetter } from "../letter.ts";
import { say } from "../phrase.ts";
import { box, type Sheet, signIn } from "../sheet.ts";

/** To whoever handles requests on the platform: nobody owns a customer any more. */
export function ownerDeclined(letter: OwnerDeclinedLetter): Sheet {
  const { by, customer, id, firstName, url } = letter;
  return {
    subject: say`${customer} has no owner any more`,
    firstName,
    blocks: [
      {
        paragraph: say`${by} declined to be the owner of ${customer}, and there is no other owner who can act for it. Please see to it that somebody is made owner.`,
      },
      ...box(
        { label: "Customer", items: [say`${customer}`] },
        { label: "Id", items: [say`${id}`] },
        { label: "Declined by", items: [say`${by}`] },
      ),
      {
        note: say`As long as it has no owner, each admin of ${customer} can appoint one. Where no admin does, somebody on the platform who may add themselves to customers can join it as an admin and appoint one.`,
      },
      ...signIn(url),
    ],
    because: say`you handle requests on the platform`,
  };
}
