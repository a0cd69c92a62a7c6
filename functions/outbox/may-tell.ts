import type { Letter } from "../../shared/model/outbox.ts";
import * as rates from "../../shared/table/rates.ts";

/** Mails that what one person does brings another one a day: more are mischief. */
const mailsADay = 50;

/** False when the actor had this person told often enough today. */
export const mayTell = ({ actor, recipient, event }: Letter) =>
  rates.admit(actor, `letters to ${recipient}`, event, mailsADay, new Date());
