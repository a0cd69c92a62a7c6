import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { CannotStart } from "./cannot-start.ts";
import type { Clock } from "./clock.ts";
import { compiled } from "./compiled.ts";
import type { InboxData, InboxMessage } from "./inbox/inside.ts";
import type { Part } from "./part.ts";

type Options = { stateDir: string; port: number; clock: Clock; say: (line: string) => void };

/** Starts the inbox: SES for the functions, a viewer for people, and `GET /store?to=` for programs. */
export async function startInbox(options: Options): Promise<Part & { endpoint: string }> {
  const { stateDir, port, clock, say } = options;
  const file = join(stateDir, "inbox.jsonl");
  const thread = new Worker(new URL("./inbox/inside.ts", import.meta.url), {
    workerData: {
      file,
      port,
      clock: clock.shared,
    } satisfies InboxData,
    env: compiled,
    execArgv: [],
  });
  const [first] = (await once(thread, "message")) as [{ listening: string } | { refused: string }];
  if ("refused" in first) {
    await thread.terminate();
    throw new CannotStart(first.refused);
  }
  thread.on("message", (message: InboxMessage) => {
    if ("letter" in message)
      say(`Mail to ${message.letter.to.join(", ")}: ${message.letter.subject}`);
    if ("lacks" in message) say(`${file} lacks letters: ${message.lacks}`);
  });
  thread.on("error", ({ message }: Error) =>
    say(`The inbox has ended: ${message}. Start Usher again: what it kept is there.`),
  );
  return {
    endpoint: first.listening,
    stop: async () => void (await thread.terminate()),
  };
}
