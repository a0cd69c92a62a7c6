import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { env } from "../env.ts";
import { normalAddress } from "../model/email-address.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { senderOf } from "./sender.ts";

/** Sending is not idempotent: no second try, no idle connection that may be dead when it is used, an end to waiting. */
const ses = new SESClient({
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 8_000,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: false },
    httpsAgent: { keepAlive: false },
  },
});

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Come back with bounces and complaints. */
  tags: Record<string, string>;
}

/** Hands a mail to SES, once, and says what became of it. Throws only when the sender is not an address. */
export async function post(mail: Mail): Promise<Outcome> {
  const sender = senderOf(env.mailFrom ?? "", env.brandName);
  const to = normalAddress(mail.to);
  if (!to) return { outcome: "rejected", reason: "not an address that mail can be sent to" };
  try {
    const { MessageId } = await ses.send(
      new SendEmailCommand({
        Source: sender.line,
        Destination: { ToAddresses: [to] },
        ReplyToAddresses: env.mailReplyTo ? [env.mailReplyTo] : undefined,
        Message: {
          Subject: utf8(mail.subject),
          Body: { Text: utf8(mail.text), Html: utf8(mail.html) },
        },
        ConfigurationSetName: env.mailConfigurationSet,
        Tags: Object.entries(mail.tags).map(([Name, value]) => ({ Name, Value: tag(value) })),
      }),
    );
    return MessageId
      ? { outcome: "sent", messageId: MessageId }
      : { outcome: "unknown", reason: "SES answered without a message id" };
  } catch (error) {
    return outcomeOf(error, sender.address);
  }
}

const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" });

const tag = (value: string) => value.replace(/[^\w-]/g, "_").slice(0, 256);
