import type { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { limits, type Watched } from "./limits.ts";
import type { Settings } from "./settings.ts";

/** An alarm for every limit, told to the configured address; answers them by the limit's name. */
export function addAlarms(stack: Stack, watched: Watched, settings: Settings) {
  const topic = settings.alarmEmail ? createTopic(stack, settings.alarmEmail) : undefined;
  const alarms = Object.entries(limits(watched)).map(([name, { means, ...limit }]) => {
    const alarm = new Alarm(stack, `${name}Alarm`, {
      alarmDescription: means,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      evaluationPeriods: 1,
      ...limit,
    });
    if (topic) alarm.addAlarmAction(new SnsAction(topic));
    return [name, alarm] as const;
  });
  return new Map(alarms);
}

function createTopic(stack: Stack, address: string) {
  const topic = new Topic(stack, "Alarms", { enforceSSL: true });
  topic.addSubscription(new EmailSubscription(address));
  // A policy of one's own replaces the one by which the account's alarms may publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "Alarms",
      principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
    }),
  );
  return topic;
}
