import "../shared/table/client.ts";
import type { MailEvent } from "./schedules/mail-event.ts";

/** What nobody asked for: the sweep of each minute, and what SES tells of mails that did not arrive. */
export async function handler(event: { schedule: "sweep" } | MailEvent): Promise<void> {
  if ("schedule" in event) {
    const { sweep } = await import("./schedules/sweep.ts");
    return sweep();
  }
  const { markUndeliverable } = await import("./schedules/mail-event.ts");
  return markUndeliverable(event);
}
