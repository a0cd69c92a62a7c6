import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { parentPort, workerData } from "node:worker_threads";
import sesLocal from "aws-ses-v2-local";
import { type Email, getStoreReadonly, saveEmail } from "aws-ses-v2-local/dist/store.js";
import { followClock } from "../clock.ts";

/** What the inbox is started with. */
export type InboxData = { file: string; port: number; clock: SharedArrayBuffer };
/** What it tells: that it listens (on no port if that was taken), and of each letter. */
export type InboxMessage =
  | { listening: number | undefined }
  | { letter: { to: string[]; subject: string } };

const { file, port, clock } = workerData as InboxData;
const tell = (message: InboxMessage) => parentPort?.postMessage(message);
followClock(clock);

if (existsSync(file)) {
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    saveEmail(JSON.parse(line));
  }
}
let kept = getStoreReadonly().emails.length;

/** Writes down what came in since the last time, or that somebody emptied the inbox. */
function keep() {
  const { emails } = getStoreReadonly();
  if (emails.length < kept) writeFileSync(file, lines(emails));
  else if (emails.length > kept) {
    const fresh = emails.slice(kept);
    appendFileSync(file, lines(fresh));
    for (const { destination, subject } of fresh) tell({ letter: { to: destination.to, subject } });
  }
  kept = emails.length;
}

const lines = (emails: Email[]) => emails.map((email) => `${JSON.stringify(email)}\n`).join("");

const lettersTo = (address: string) =>
  getStoreReadonly().emails.filter(({ destination }) => destination.to.includes(address));

const server = await sesLocal.default({ host: "127.0.0.1", port });
const [app] = server.listeners("request") as RequestListener[];
server.removeAllListeners("request").on("request", (request, response) => {
  const end = response.end.bind(response) as (...rest: unknown[]) => typeof response;
  // A letter is kept before its sender hears that it was sent.
  response.end = (...rest: unknown[]) => {
    keep();
    return end(...rest);
  };
  const { pathname, searchParams } = new URL(request.url ?? "", "http://inbox");
  const to = searchParams.get("to");
  if (pathname === "/store" && to) response.end(JSON.stringify({ emails: lettersTo(to) }));
  else app?.(request, response);
});
const address = server.address();
tell({ listening: address && typeof address === "object" ? address.port : undefined });
