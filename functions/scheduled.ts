import { type MailEvent, markUndeliverable } from "./schedules/mail-event.ts";
import { sweep } from "./schedules/sweep.ts";

/** What nobody asked for: the sweep of each minute, and what SES tells of mails that did not arrive. */
export const handler = (event: { schedule: "sweep" } | MailEvent): Promise<void> =>
  "schedule" in event ? sweep() : markUndeliverable(event);
