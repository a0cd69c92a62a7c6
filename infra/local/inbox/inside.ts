import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import sesLocal from "aws-ses-v2-local";
import { type Email, getStoreReadonly, saveEmail } from "aws-ses-v2-local/dist/store.js";
import { CannotStart } from "../cannot-start.ts";
import { followClock } from "../clock.ts";
import { listen } from "../listen.ts";

/** What the inbox is started with. */
export type InboxData = { file: string; port: number; clock: SharedArrayBuffer };
/** What it tells: where it listens or why it does not, of each letter, and that the first could not be kept. */
export type InboxMessage =
  | { listening: string }
  | { refused: string }
  | { letter: { to: string[]; subject: string } }
  | { lacks: string };

const { file, port, clock } = workerData as InboxData;
const tell = (message: InboxMessage) => parentPort?.postMessage(message);
followClock(clock);

if (existsSync(file)) {
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const email = parsed(line);
    if (email) saveEmail(email);
  }
}
let kept = getStoreReadonly().emails.length;
let lacks = false;

/** Writes down what came in since the last time, or that somebody emptied the inbox. */
function keep() {
  const { emails } = getStoreReadonly();
  const fresh = emails.slice(kept);
  try {
    if (emails.length < kept) writeFileSync(file, lines(emails));
    else if (fresh.length > 0) appendFileSync(file, lines(fresh));
  } catch (error) {
    if (!lacks) tell({ lacks: (error as Error).message });
    lacks = true;
  }
  for (const { destination, subject } of fresh) tell({ letter: { to: destination.to, subject } });
  kept = emails.length;
}

// A line begins anew, whatever became of the one before.
const lines = (emails: Email[]) => emails.map((email) => `\n${JSON.stringify(email)}`).join("");

/** The letter of a line; nothing if there is none, or only a part of one. */
function parsed(line: string): Email | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const lettersTo = (address: string) =>
  getStoreReadonly().emails.filter(({ destination }) => destination.to.includes(address));

/** The library listens by itself: what it answers is wanted here, at a port that says why it cannot be had. */
async function libraryListener() {
  const server = await sesLocal.default({ host: "127.0.0.1", port: 0 });
  const [app] = server.listeners("request") as RequestListener[];
  server.close();
  return app;
}

const app = await libraryListener();
const answer: RequestListener = (request, response) => {
  const end = response.end.bind(response) as (...rest: unknown[]) => typeof response;
  // A letter is kept before its sender hears that it was sent.
  response.end = (...rest: unknown[]) => {
    keep();
    return end(...rest);
  };
  const url = URL.parse(request.url ?? "", "http://inbox");
  const to = url?.searchParams.get("to");
  if (url?.pathname === "/store" && to) response.end(JSON.stringify({ emails: lettersTo(to) }));
  else app?.(request, response);
};

try {
  const listener = await listen(port, "USHER_INBOX_PORT");
  listener.answer(answer);
  tell({ listening: listener.origin });
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  tell({ refused: error.message });
}
