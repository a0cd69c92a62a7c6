import { randomUUID } from "node:crypto";
import { account, region } from "./names.ts";
import type { Surroundings } from "./part.ts";
import type { Schedules } from "./schedules.ts";
import type { SentMail } from "./sent-mail.ts";

type Destination = {
  ConfigurationSetName: string;
  EventDestination: {
    Enabled?: boolean;
    MatchingEventTypes: string[];
    EventBridgeDestination?: object;
  };
};
type Needs = Pick<Surroundings, "template" | "now"> & Pick<Schedules, "publish">;
type Outcome = { type: string; detailType: string; detail: object };

/** What SES makes of an address of its mailbox simulator. */
const simulator: Record<string, (recipient: string, timestamp: string) => Outcome> = {
  bounce: (recipient, timestamp) =>
    bounced(recipient, timestamp, "General", "smtp; 550 5.1.1 user unknown"),
  suppressionlist: (recipient, timestamp) =>
    bounced(recipient, timestamp, "Suppressed", "The address is on the suppression list."),
  complaint: (emailAddress, timestamp) => ({
    type: "Complaint",
    detailType: "Email Complaint Received",
    detail: {
      complaint: {
        feedbackId: randomUUID(),
        complaintSubType: null,
        complainedRecipients: [{ emailAddress }],
        timestamp,
        userAgent: "Amazon SES Mailbox Simulator",
        complaintFeedbackType: "abuse",
        arrivalDate: timestamp,
      },
    },
  }),
};

function bounced(
  emailAddress: string,
  timestamp: string,
  bounceSubType: string,
  diagnosticCode: string,
): Outcome {
  const bouncedRecipients = [{ emailAddress, action: "failed", status: "5.1.1", diagnosticCode }];
  const bounce = {
    feedbackId: randomUUID(),
    bounceType: "Permanent",
    bounceSubType,
    bouncedRecipients,
    timestamp,
    reportingMTA: "dns; simulator.amazonses.com",
  };
  return { type: "Bounce", detailType: "Email Bounced", detail: { bounce } };
}

/** Plays SES's part of telling what became of a mail, for the simulator's addresses, as far as its configuration set asks. */
export function createMailEvents({ template, now, publish }: Needs) {
  const destinations = template
    .resources<Destination>("AWS::SES::ConfigurationSetEventDestination")
    .map(({ properties }) => properties);

  function isAsked(set: string, type: string): boolean {
    return destinations.some(
      ({ ConfigurationSetName, EventDestination: destination }) =>
        ConfigurationSetName === set &&
        destination.Enabled !== false &&
        destination.EventBridgeDestination !== undefined &&
        destination.MatchingEventTypes.some((each) => each.toLowerCase() === type.toLowerCase()),
    );
  }

  /** Tells the event bus of a mail that SES took; a mail without a configuration set is never heard of. */
  return async ({ configurationSet, ...mail }: SentMail): Promise<void> => {
    if (!configurationSet) return;
    const timestamp = new Date(now()).toISOString();
    for (const recipient of mail.to) {
      const outcome = outcomeFor(recipient, timestamp);
      if (!outcome || !isAsked(configurationSet, outcome.type)) continue;
      await publish({
        source: "aws.ses",
        "detail-type": outcome.detailType,
        resources: [`arn:aws:ses:${region}:${account}:configuration-set/${configurationSet}`],
        detail: {
          eventType: outcome.type,
          ...outcome.detail,
          mail: { timestamp, ...shown(mail, configurationSet) },
        },
      });
    }
  };
}

function outcomeFor(recipient: string, timestamp: string): Outcome | undefined {
  const [, name = ""] = /^(\w+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(recipient) ?? [];
  return simulator[name.toLowerCase()]?.(recipient, timestamp);
}

function shown(mail: Omit<SentMail, "configurationSet">, configurationSet: string) {
  const { source, to: destination, subject, messageId } = mail;
  const own = Object.entries(mail.tags).map(([name, value]) => [name, [value]]);
  return {
    source,
    sendingAccountId: account,
    messageId,
    destination,
    headersTruncated: false,
    headers: [
      { name: "From", value: source },
      { name: "To", value: destination.join(", ") },
      { name: "Subject", value: subject },
    ],
    commonHeaders: { from: [source], to: destination, messageId, subject },
    tags: {
      "ses:operation": ["SendEmail"],
      "ses:configuration-set": [configurationSet],
      ...Object.fromEntries(own),
    },
  };
}
