import { text } from "node:stream/consumers";
import { SESClient, SendEmailCommand, type SendEmailCommandInput } from "@aws-sdk/client-ses";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../../infra/local/listen.ts";
import { createMailEvents } from "../../../infra/local/mail-events.ts";
import { type BusEvent, startSchedules } from "../../../infra/local/schedules.ts";
import { readSentMail, type SentMail } from "../../../infra/local/sent-mail.ts";
import { clock } from "./clock.ts";
import { surroundings } from "./surroundings.ts";

const Arn = "arn:aws:lambda:us-east-1:000000000000:function:Scheduled:live";
const stack = (destination: object = {}) => ({
  Set: { Type: "AWS::SES::ConfigurationSet", Properties: { Name: "letters" } },
  Undelivered: {
    Type: "AWS::SES::ConfigurationSetEventDestination",
    Properties: {
      ConfigurationSetName: { Ref: "Set" },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ["bounce", "complaint"],
        EventBridgeDestination: { EventBusArn: "default" },
        ...destination,
      },
    },
  },
  Rule: {
    Type: "AWS::Events::Rule",
    Properties: {
      EventPattern: { source: ["aws.ses"] },
      Targets: [{ Id: "T", Arn }],
    },
  },
});
const mail: SentMail = {
  messageId: "ses-1",
  source: "Usher <usher@example.org>",
  to: ["bounce@simulator.amazonses.com"],
  subject: "An invitation",
  tags: { letter: "evt_1" },
  configurationSet: "letters",
};

/** What the function of the rule is told of a mail. */
async function toldOf(changes: Partial<SentMail>, destination?: object) {
  const events: BusEvent[] = [];
  const around = surroundings(stack(destination), {
    now: clock().now,
    invoke: async (_, event) => void events.push(event as BusEvent),
  });
  const schedules = startSchedules(around, { send: () => {} });
  onTestFinished(schedules.stop);
  await createMailEvents({ ...around, ...schedules })({ ...mail, ...changes });
  return events;
}

test("a mail to the address that bounces is told as a permanent bounce", async () => {
  expect(await toldOf({})).toMatchObject([
    {
      version: "0",
      source: "aws.ses",
      "detail-type": "Email Bounced",
      resources: ["arn:aws:ses:us-east-1:000000000000:configuration-set/letters"],
      detail: {
        eventType: "Bounce",
        bounce: {
          bounceType: "Permanent",
          bounceSubType: "General",
          bouncedRecipients: [{ emailAddress: "bounce@simulator.amazonses.com", status: "5.1.1" }],
          timestamp: "2026-03-01T12:00:00.000Z",
        },
        mail: {
          messageId: "ses-1",
          source: "Usher <usher@example.org>",
          destination: ["bounce@simulator.amazonses.com"],
          tags: { letter: ["evt_1"], "ses:configuration-set": ["letters"] },
          commonHeaders: { subject: "An invitation" },
        },
      },
    },
  ]);
});

test("a label keeps apart what goes to one simulator address", async () => {
  const to = ["bounce+ada@simulator.amazonses.com"];
  expect(await toldOf({ to })).toMatchObject([
    { detail: { bounce: { bouncedRecipients: [{ emailAddress: to[0] }] } } },
  ]);
});

test("a mail to a suppressed address is told as a bounce of that kind", async () => {
  expect(await toldOf({ to: ["suppressionlist@simulator.amazonses.com"] })).toMatchObject([
    { detail: { bounce: { bounceType: "Permanent", bounceSubType: "Suppressed" } } },
  ]);
});

test("a complaint is told as one", async () => {
  const to = ["complaint@simulator.amazonses.com"];
  expect(await toldOf({ to })).toMatchObject([
    {
      "detail-type": "Email Complaint Received",
      detail: {
        eventType: "Complaint",
        complaint: {
          complaintFeedbackType: "abuse",
          complainedRecipients: [{ emailAddress: to[0] }],
        },
      },
    },
  ]);
});

test("nothing is told of other addresses, nor without a configuration set that asks for it", async () => {
  expect(await toldOf({ to: ["ada@example.org"] })).toEqual([]);
  expect(await toldOf({ to: ["success@simulator.amazonses.com"] })).toEqual([]);
  expect(await toldOf({ to: ["bounce@simulator.amazonses.com.example.org"] })).toEqual([]);
  expect(await toldOf({ configurationSet: undefined })).toEqual([]);
  expect(await toldOf({ configurationSet: "other" })).toEqual([]);
  expect(await toldOf({}, { MatchingEventTypes: ["complaint"] })).toEqual([]);
  expect(await toldOf({}, { Enabled: false })).toEqual([]);
});

/** What is read of a request that the SDK sent, and of the answer it got. */
async function read(input: SendEmailCommandInput, answer: string) {
  const { origin, answer: serve, close } = await listen(0);
  onTestFinished(close);
  const { promise: form, resolve } = Promise.withResolvers<Record<string, string>>();
  serve(async (request, response) => {
    resolve(Object.fromEntries(new URLSearchParams(await text(request))));
    response.setHeader("content-type", "text/xml").end(answer);
  });
  const credentials = { accessKeyId: "mailer", secretAccessKey: "secret" };
  const client = new SESClient({ endpoint: origin, region: "us-east-1", credentials });
  await client.send(new SendEmailCommand(input)).catch(() => {});
  return readSentMail(await form, answer);
}

test("a mail is read as the SDK sends it", async () => {
  const answer =
    "<SendEmailResponse><SendEmailResult><MessageId>ses-1</MessageId></SendEmailResult></SendEmailResponse>";
  const input = {
    Source: mail.source,
    Destination: {
      ToAddresses: ["a@example.org", "b@example.org"],
      CcAddresses: ["c@example.org"],
    },
    Message: { Subject: { Data: mail.subject }, Body: { Text: { Data: "…" } } },
    ConfigurationSetName: "letters",
    Tags: [
      { Name: "letter", Value: "evt_1" },
      { Name: "round", Value: "2" },
    ],
  };
  expect(await read(input, answer)).toEqual({
    ...mail,
    to: ["a@example.org", "b@example.org", "c@example.org"],
    tags: { letter: "evt_1", round: "2" },
  });
  expect(await read(input, "<ErrorResponse/>")).toBeUndefined();
});
