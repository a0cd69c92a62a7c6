import { waiting } from "../../shared/table/waiting.ts";
import { deliver } from "../outbox/deliver.ts";

/** The guarantee behind the stream: every letter that has waited too long is tried again. */
export async function sweepLetters(): Promise<void> {
  for (const key of await waiting("letter", new Date())) await deliver(key);
}
