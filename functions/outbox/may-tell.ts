import type { Letter } from "../../shared/model/outbox.ts";
import * as rates from "../../shared/table/rates.ts";

/** Mails that what one person does brings another one a day: more are mischief. */
const mailsADay = 50;

/** False when the actor had this person told often enough today. Losses count by themselves: who was given much is told of the end, too. */
export const mayTell = ({ actor, recipient, event, letter }: Letter) => {
  const what = letter === "access-revoked" ? "losses" : "letters";
  return rates.admit(actor, `${what} to ${recipient}`, event, mailsADay, new Date());
};
