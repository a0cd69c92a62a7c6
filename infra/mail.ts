import { Aws, CfnOutput, type Stack } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from "aws-cdk-lib/aws-ses";
import type { Settings } from "./settings.ts";

/** A sender that SES may use, with the ARNs that stand for it. */
export type Sender = { address: string; configurationSet: string; arns: string[] };

/** What SES needs to post letters; nothing without a sender. */
export function createMail(stack: Stack, settings: Settings): Sender | undefined {
  const { mailFrom: address, mailIdentity } = settings;
  if (!address) return undefined;
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  if (mailIdentity === "domain") verifyDomain(stack, domain);
  if (mailIdentity === "address") {
    new EmailIdentity(stack, "Sender", { identity: Identity.email(address) });
  }
  const set = createConfigurationSet(stack);
  // SES checks the identity it sends by (the address, its domain or one above) and, of an account in its sandbox, those it sends to.
  const arns = [sesArn("identity", "*"), sesArn("configuration-set", set.configurationSetName)];
  return { address, configurationSet: set.configurationSetName, arns };
}

const sesArn = (kind: string, name: string) =>
  `arn:${Aws.PARTITION}:ses:${Aws.REGION}:${Aws.ACCOUNT_ID}:${kind}/${name}`;

function verifyDomain(stack: Stack, domain: string) {
  const identity = new EmailIdentity(stack, "Sender", { identity: Identity.domain(domain) });
  identity.dkimRecords.forEach(({ name, value }, index) => {
    new CfnOutput(stack, `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` });
  });
}

function createConfigurationSet(stack: Stack) {
  const set = new ConfigurationSet(stack, "Letters", {
    reputationMetrics: true,
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
  });
  // SES publishes to no other bus than the default one.
  set.addEventDestination("Undelivered", {
    destination: EventDestination.eventBus(EventBus.fromEventBusName(stack, "Bus", "default")),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
  });
  return set;
}
