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
  const thread = new Worker(new URL("./inbox/inside.ts", import.meta.url), {
    workerData: {
      file: join(stateDir, "inbox.jsonl"),
      port,
      clock: clock.shared,
    } satisfies InboxData,
    env: compiled,
    execArgv: [],
  });
  const [first] = (await once(thread, "message")) as [{ listening?: number }];
  if (!first.listening) {
    await thread.terminate();
    throw new CannotStart(`Port ${port} is taken. Set USHER_INBOX_PORT to a free one.`);
  }
  thread.on("message", (message: InboxMessage) => {
    if ("letter" in message)
      say(`Mail to ${message.letter.to.join(", ")}: ${message.letter.subject}`);
  });
  return {
    endpoint: `http://127.0.0.1:${first.listening}`,
    stop: async () => void (await thread.terminate()),
  };
}
