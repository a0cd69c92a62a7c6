import { env } from "../../shared/env.ts";
import { log } from "../../shared/lambda/log.ts";
import { compose } from "../../shared/mail/compose.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Key } from "../../shared/table/client.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";
import * as undeliverable from "../../shared/table/undeliverable.ts";
import { prepare } from "./prepare.ts";

/** Three times as long as one run of the mailer may take: whoever holds a letter longer has crashed. */
const lease = 90_000;

/** Nobody sends after the day's quota is used up, until this instant. */
let quotaBackAt = 0;

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000);

/** Claims a letter, looks at the table again, sends and marks. Never lost; twice only when it is unknown whether it went. */
export async function deliver(key: Key): Promise<void> {
  const letter = await letters.claim(key, new Date(), lease);
  if (!letter) return;
  if (!env.mailFrom) return letters.putBack(letter, later(60));
  if (Date.now() < quotaBackAt) return letters.putBack(letter, new Date(quotaBackAt));
  if (env.mailFreeze && letter.createdAt < env.mailFreeze)
    return settle(letter, "dropped", { reason: "made before the mail freeze" });
  const prepared = await prepare(letter).catch((error) => holdBack(letter, error));
  if (!prepared) return;
  if ("drop" in prepared) return settle(letter, "dropped", { reason: prepared.drop });
  const { to, tags, content } = prepared;
  // Most of the mailer's runs look for letters and find none to send.
  const { post } = await import("../../shared/mail/post.ts");
  const outcome = await post({ to, tags, ...compose(content, brand()) }).catch(unsendable);
  switch (outcome.outcome) {
    case "sent":
      return settle(letter, "sent", { messageId: outcome.messageId });
    case "rejected":
      await reportUndeliverable(letter);
      return settle(letter, "failed", { reason: outcome.reason });
    case "throttled":
      return letters.putBack(letter, later(1));
    case "quota":
      quotaBackAt = later(15).getTime();
      return letters.putBack(letter, later(15));
    case "unavailable":
      log.error("mail unavailable", { reason: outcome.reason });
      return letters.putBack(letter, later(5));
    case "unknown":
      log.warn("mail unknown", { letter: letter.letter, event: letter.event });
  }
}

/** A letter read too early comes again at once, an outage passes, and only what the letter itself brings about counts as an attempt. */
async function holdBack(letter: Letter, error: Error): Promise<undefined> {
  const isEarly = error instanceof TooEarly;
  const isOutage = error instanceof Refusal || "$metadata" in error || "code" in error;
  const counts = !isEarly && !isOutage;
  await letters.putBack(letter, later(counts ? 2 ** letter.attempts : 1), { counts });
  if (isEarly) throw error;
  log.error("mail not prepared", { event: letter.event, name: error.name, counts });
}

const brand = () => ({
  name: env.brandName,
  logo: env.brandLogo,
  colour: env.brandColour,
  footer: env.mailFooter,
});

/** No letter is to blame for a sender that is no address. */
const unsendable = (error: Error) => ({ outcome: "unavailable" as const, reason: error.message });

async function settle(
  letter: Letter,
  state: "sent" | "dropped" | "failed",
  detail: Record<string, string>,
): Promise<void> {
  await letters.settle(letter, state, detail);
  const { letter: kind, event, recipient, customer } = letter;
  log.info(`mail ${state}`, { letter: kind, event, recipient, customer, ...detail });
}

/** Lets the inviter know of an invitation that will never arrive, before its letter is laid aside. */
export async function reportUndeliverable({ letter, customer, recipient, version }: Letter) {
  if (letter !== "invitation" || !customer) return;
  const failure = { customer, invitation: recipient, round: version, reason: "rejected" };
  await undeliverable.mark(failure, new Date());
}
