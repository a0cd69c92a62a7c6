import { log } from "../../shared/lambda/log.ts";
import * as letters from "../../shared/table/letters.ts";
import { waiting } from "../../shared/table/waiting.ts";
import { deliver } from "../outbox/deliver.ts";

/** The guarantee behind the stream: every letter that has waited too long is tried again. */
export async function sweepLetters(): Promise<void> {
  const now = new Date();
  for (const key of await waiting("letter", now)) {
    if (await letters.giveUp(key, now)) log.error("mail failed", { letter: key.pk });
    else await deliver(key);
  }
}
