import { once } from "node:events";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Mail } from "../../../shared/mail/post.ts";
import { compose, lettersOf } from "./samples.ts";
import { mail, postTo } from "./ses.ts";

type Inbox = typeof import("aws-ses-v2-local");
const { default: startInbox }: Inbox = createRequire(import.meta.url)("aws-ses-v2-local");

let inbox: Awaited<ReturnType<typeof startInbox>>;
let address: string;
beforeAll(async () => {
  inbox = await startInbox({ host: "127.0.0.1", port: 0 });
  address = `http://127.0.0.1:${(inbox.address() as AddressInfo).port}`;
});
afterAll(async () => {
  inbox.close();
  await once(inbox, "close");
});

type Email = Pick<Mail, "subject"> & {
  messageId: string;
  from: string;
  destination: { to: string[] };
  body: { text: string; html: string };
};

async function stored(messageId: string) {
  const store = (await (await fetch(`${address}/store`)).json()) as { emails: Email[] };
  const email = store.emails.find((email) => email.messageId === messageId);
  expect(email, messageId).toBeDefined();
  return email as Email;
}

async function sent(given: Mail) {
  const outcome = await (await postTo(address))(given);
  return stored(outcome.outcome === "sent" ? outcome.messageId : JSON.stringify(outcome));
}

test("a mail arrives with its subject and both parts as they were given", async () => {
  const { subject, body, from, destination } = await sent(mail);
  expect({ subject, ...body }).toEqual({ subject: mail.subject, text: mail.text, html: mail.html });
  expect(from).toBe('"Usher" <Usher@example.org>');
  expect(destination).toEqual({ to: ["ada@example.com"], cc: [], bcc: [] });
});

test("every letter arrives as it was composed", async () => {
  for (const letter of lettersOf(() => "Ada\r\nBcc: eve@evil.com <b>\u202e")) {
    const composed = compose(letter);
    const { subject, body } = await sent({ ...mail, ...composed });
    expect({ subject, ...body }).toEqual(composed);
  }
});

test("an international domain is written to in Punycode", async () => {
  const { destination } = await sent({ ...mail, to: " Ada@Bücher.example " });
  expect(destination.to).toEqual(["ada@xn--bcher-kva.example"]);
});
