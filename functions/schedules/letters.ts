import { log } from "../../shared/lambda/log.ts";
import * as letters from "../../shared/table/letters.ts";
import { waiting } from "../../shared/table/waiting.ts";
import { deliver } from "../outbox/deliver.ts";

/** Well inside the time a function has: the next minute goes on. */
const sweepLasts = 20_000;

/** The guarantee behind the stream: every letter that has waited too long is tried again. */
export async function sweepLetters(): Promise<void> {
  const now = new Date();
  const end = now.getTime() + sweepLasts;
  for (const key of await waiting("letter", now)) {
    if (Date.now() > end) return;
    if (await letters.giveUp(key, now)) log.error("mail failed", { letter: key.pk });
    else await deliver(key);
  }
}
