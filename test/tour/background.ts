import { setTimeout as wait } from "node:timers/promises";
import { barOf } from "../../infra/local/import/bar.ts";
import type { Addresses } from "../../infra/local/state.ts";
import type { Person } from "./person.ts";
import { DidNotHappen, request } from "./request.ts";
import { mailed, noted } from "./timeline.ts";

interface Mail {
  subject: string;
  body: { text: string };
}

/** The inbox, read in the order of the story. */
export interface Mailbox {
  /** Waits for the next mail to somebody, and tells of it. */
  next(to: Person): Promise<Mail>;
  /** How many mails the story told of. */
  told(): number;
}

const patience = 60_000;

async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (const end = Date.now() + patience; Date.now() < end; await wait(50)) {
    const found = await look();
    if (found) return found;
  }
  throw new DidNotHappen(`${what} did not come within ${patience / 1000} seconds.`);
}

/** Opens the inbox of the running host. */
export function openMailbox({ inbox }: Addresses): Mailbox {
  const seen = new Map<string, number>();
  return {
    told: () => [...seen.values()].reduce((sum, count) => sum + count, 0),
    next: async ({ email }) => {
      const before = seen.get(email) ?? 0;
      const mail = await until<Mail>(async () => {
        // An inbox that has been kept for long is too much to read again and again.
        const { body } = await request(`${inbox}/store?${new URLSearchParams({ to: email })}`);
        return body.emails[before];
      }, `A mail to ${email}`);
      seen.set(email, before + 1);
      mailed(email, mail.subject);
      return mail;
    },
  };
}

/** What stands behind the # of an invitation's link. */
export function tokenIn({ body }: Mail): string {
  const [, token] = /\/invitation#(\S+)$/m.exec(body.text) ?? [];
  if (!token) throw new DidNotHappen("There is no link in the mail.");
  return token;
}

interface Watched {
  state: string;
  removed: number;
}

const asCascade = ({ state, removed }: Watched) =>
  `(cascade ${state}, project access taken: ${removed})`;

/** Follows an operation to its end, telling of each change. */
export function watch(
  who: Person,
  operation: string,
  tail: (watched: Watched) => string = asCascade,
): Promise<Watched> {
  let told = "";
  return until(async () => {
    const { body } = await who.ask("GET", `/v1/operations/${operation}`);
    const isOver = body.state === "done";
    const progress = `${barOf(body.progress, isOver)} ${tail(body)}`;
    if (progress !== told) noted(progress);
    told = progress;
    return isOver ? body : undefined;
  }, `The end of ${operation}`);
}
