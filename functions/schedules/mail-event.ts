import { log } from "../../shared/lambda/log.ts";
import * as undeliverable from "../../shared/table/undeliverable.ts";

/** What SES publishes of a mail (Amazon SES Developer Guide, "Event data … EventBridge"). */
export interface MailEvent {
  "detail-type": string;
  detail: {
    eventType?: string;
    mail?: { tags?: Record<string, string[]> };
    bounce?: { bounceType?: string };
  };
}

/** A bounced or complained mail makes its invitation undeliverable. A passing bounce does not: SES tries again by itself. */
export async function markUndeliverable({ detail }: MailEvent): Promise<void> {
  const { eventType = "", mail, bounce } = detail;
  const tag = (name: string) => mail?.tags?.[name]?.[0];
  const [customer, invitation, round] = [tag("customer"), tag("invitation"), tag("round")];
  const isFinal = eventType !== "Bounce" || bounce?.bounceType === "Permanent";
  log.info("mail event", { eventType, invitation, isFinal });
  if (!customer || !invitation || !round || !isFinal) return;
  const failure = { customer, invitation, round: Number(round), reason: eventType.toLowerCase() };
  await undeliverable.mark(failure, new Date());
}
