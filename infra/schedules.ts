import { Aws, type Stack } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { keepAsyncFailures } from "./events.ts";
import type { Functions } from "./functions.ts";
import type { Sender } from "./mail.ts";
import type { Queues } from "./queues.ts";

type Called = { functions: Functions; queues: Queues; sender: Sender | undefined };

/** What calls functions by the clock: every minute the sweeps; and SES when a letter did not arrive. */
export function addSchedules(stack: Stack, { functions, queues, sender }: Called) {
  const { live } = functions.scheduled;
  const target = {
    id: "Scheduled",
    arn: live.functionArn,
    deadLetterConfig: { arn: queues.deadLetters.queueArn },
  };
  keepAsyncFailures(stack, "ScheduledFailures", functions.scheduled, queues);
  const sweep = new CfnRule(stack, "Sweep", {
    description: "Finds what the stream lost and what is due",
    scheduleExpression: "rate(1 minute)",
    targets: [
      { ...target, ...onceAMinute, input: JSON.stringify({ schedule: "sweep" }) },
      {
        ...{ ...target, ...onceAMinute, id: "Letters", arn: functions.mailer.live.functionArn },
        input: JSON.stringify({ schedule: "letters" }),
      },
    ],
  });
  mayCall(stack, "SweepMailerPermission", functions.mailer.live.functionArn, sweep);
  const rules = [sweep];
  if (sender) {
    const undelivered = new CfnRule(stack, "UndeliveredMail", {
      description: "Letters that bounced, were complained about or were rejected",
      eventPattern: {
        source: ["aws.ses"],
        "detail-type": ["Email Bounced", "Email Complaint Received", "Email Rejected"],
        detail: { mail: { tags: { "ses:configuration-set": [sender.configurationSet] } } },
      },
      targets: [
        { ...target, retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 } },
      ],
    });
    rules.push(undelivered);
  }
  for (const rule of rules) mayCall(stack, `${rule.node.id}Permission`, live.functionArn, rule);
  letDeliverFailures(queues, rules);
}

/** The next minute's call does the work of one that was missed. */
const onceAMinute = { retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 } };

const mayCall = (stack: Stack, id: string, functionName: string, rule: CfnRule) =>
  new CfnPermission(stack, id, {
    functionName,
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
    sourceArn: rule.attrArn,
  });

function letDeliverFailures({ deadLetters }: Queues, rules: CfnRule[]) {
  deadLetters.addToResourcePolicy(
    new PolicyStatement({
      sid: "UndeliveredEvents",
      principals: [new ServicePrincipal("events.amazonaws.com")],
      actions: ["sqs:SendMessage"],
      resources: [deadLetters.queueArn],
      conditions: {
        ArnEquals: { "aws:SourceArn": rules.map((rule) => rule.attrArn) },
        StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
      },
    }),
  );
}
