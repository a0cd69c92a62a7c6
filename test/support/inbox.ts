import { setTimeout as wait } from "node:timers/promises";
import { inject } from "vitest";

export interface Mail {
  subject: string;
  from: string;
  replyTo: string[];
  destination: { to: string[] };
  body: { text: string; html: string };
}

/** Every mail in the inbox to an address, oldest first. */
export async function mailsTo(email: string, at?: { inbox: string }): Promise<Mail[]> {
  const query = new URLSearchParams({ to: email });
  const response = await fetch(`${at?.inbox ?? inject("inbox")}/store?${query}`);
  const { emails } = (await response.json()) as { emails: Mail[] };
  return emails;
}

/** The newest mail to an address, once there are `count` of them. */
export async function mailTo(
  email: string,
  at?: { inbox: string },
  { count = 1, about = /./ } = {},
): Promise<Mail> {
  const end = Date.now() + patience;
  for (;;) {
    const mails = (await mailsTo(email, at)).filter(({ subject }) => about.test(subject));
    const newest = mails.at(-1);
    if (newest && mails.length >= count) return newest;
    if (Date.now() > end) throw new Error(`no mail ${about} to ${email}, ${mails.length} so far`);
    await wait(80);
  }
}

/** The token in an invitation mail: what stands behind the # of its link. */
export function tokenIn({ body }: Mail): string {
  const [, token] = /\/invitation#(\S+)$/m.exec(body.text) ?? [];
  if (!token) throw new Error("no link in the mail");
  return token;
}

/** Milliseconds after which a test gives up: a slow machine takes long, and only what never comes takes longer. */
const patience = 300_000;

/** Waits until something holds, and answers it. */
export async function until<T>(
  find: () => Promise<T | undefined | false>,
  what = "it",
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await wait(80);
  }
}
