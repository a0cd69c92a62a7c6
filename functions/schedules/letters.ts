import { log } from "../../shared/lambda/log.ts";
import { Letter } from "../../shared/model/outbox.ts";
import type { Key } from "../../shared/table/client.ts";
import * as letters from "../../shared/table/letters.ts";
import { waiting } from "../../shared/table/waiting.ts";
import { deliver, reportUndeliverable } from "../outbox/deliver.ts";
import { each } from "./each.ts";

/** The guarantee behind the stream: every letter that has waited too long is tried again. */
export async function sweepLetters(): Promise<void> {
  const now = new Date();
  const letters = await waiting("letter", now);
  await each(letters.map((key) => () => post(key, now)));
}

async function post(key: Key, now: Date): Promise<void> {
  if (!(await gaveUp(key, now))) await deliver(key);
}

/** True of a letter that every attempt failed on. */
async function gaveUp(key: Key, now: Date): Promise<boolean> {
  const given = await letters.giveUp(key, now);
  if (!given) return false;
  log.error("mail failed", { letter: key.pk });
  const letter = Letter().safeParse(given);
  if (letter.success) await reportUndeliverable(letter.data);
  return true;
}
