import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, vi } from "vitest";
import type { Mail } from "../../../shared/mail/post.ts";

export const mail: Mail = {
  to: "ada@example.com",
  subject: "Grace Hopper invited you to Müller & Söhne 🚀",
  text: "Hello Ada,\n\nhttps://usher.example.org/invitation#acme\n",
  html: "<p>Hello Ada,</p>",
  tags: { letter: "invitation", event: "evt_01JD3Z6H2N7Q4W8X5Y9R0T1V2B" },
};

/** The mailer's environment, with SES at this address; the client reads it once, so each caller gets a fresh one. */
export async function postTo(endpoint: string, mailFrom = "Usher@example.org", keyId = "mailer") {
  vi.stubEnv("AWS_ENDPOINT_URL_SES", endpoint);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", keyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("BRAND_NAME", "Usher");
  vi.stubEnv("MAIL_FROM", mailFrom);
  vi.stubEnv("MAIL_CONFIGURATION_SET", "usher");
  vi.resetModules();
  return (await import("../../../shared/mail/post.ts")).post;
}

type Answer = (response: ServerResponse) => void;

/** An SES that answers as the test says and keeps what it was asked, for the tests of one file. */
export function playSes() {
  let answer: Answer;
  let address: string;
  const asked: URLSearchParams[] = [];
  const server = createServer(async (request, response) => {
    asked.push(new URLSearchParams(await text(request)));
    answer(response);
  });
  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  let connections = 0;
  server.on("connection", () => connections++);
  async function posted(
    given: Answer,
    changes: Partial<Mail> = {},
    mailFrom?: string,
    keyId?: string,
  ) {
    answer = given;
    asked.length = 0;
    return (await postTo(address, mailFrom, keyId))({ ...mail, ...changes });
  }
  return { asked, posted, connections: () => connections, address: () => address };
}

const xmlns = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"';
const requestId = "<RequestId>42d59b56-7407-4c4a-be0f-4c88daeea257</RequestId>";

export const answers =
  (status: number, body: string): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "text/xml" }).end(body);

export const refuses = (code: string, message: string, status = 400) =>
  answers(
    status,
    `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>${requestId}</ErrorResponse>`,
  );

export const accepts = (messageId = "") =>
  answers(
    200,
    `<SendEmailResponse ${xmlns}><SendEmailResult>${messageId}</SendEmailResult><ResponseMetadata>${requestId}</ResponseMetadata></SendEmailResponse>`,
  );
