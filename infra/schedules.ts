import { Aws, type Stack } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { keepAsyncFailures } from "./events.ts";
import type { Functions } from "./functions.ts";
import type { Sender } from "./mail.ts";
import { pascal } from "./plan.ts";
import type { Queues } from "./queues.ts";

type Called = { functions: Functions; queues: Queues; sender: Sender | undefined };
type Call = {
  to: "mailer" | "scheduled";
  description: string;
  when: { scheduleExpression: string } | { eventPattern: unknown };
  input?: object;
  retryPolicy: CfnRule.RetryPolicyProperty;
};

/** What the clock calls: the next minute does the work of one that was missed. */
const everyMinute = {
  when: { scheduleExpression: "rate(1 minute)" },
  retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 0 },
};
const sweeps = {
  Sweep: {
    ...everyMinute,
    to: "scheduled",
    description: "Finds tasks and operations that were lost or are due",
    input: { schedule: "sweep" },
  },
  LetterSweep: {
    ...everyMinute,
    to: "mailer",
    description: "Finds letters that were lost or are due",
    input: { schedule: "letters" },
  },
} satisfies Record<string, Call>;

/** The rules by which the clock calls, by their names. */
export type Sweeps = Record<keyof typeof sweeps, CfnRule>;

/** What SES tells of our own letters, tried for a day. */
const undelivered = ({ configurationSet }: Sender): Call => ({
  to: "scheduled",
  description: "Letters that bounced, were complained about or were rejected",
  when: {
    eventPattern: {
      source: ["aws.ses"],
      "detail-type": ["Email Bounced", "Email Complaint Received", "Email Rejected"],
      detail: { mail: { tags: { "ses:configuration-set": [configurationSet] } } },
    },
  },
  retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
});

/** What calls functions besides requests, stream and queue: the clock, and SES when a letter did not arrive. */
export function addSchedules(stack: Stack, { functions, queues, sender }: Called): Sweeps {
  for (const name of ["mailer", "scheduled"] as const) {
    keepAsyncFailures(stack, `${pascal(name)}Failures`, functions[name], queues);
  }
  const add = (id: string, call: Call) => addRule(stack, id, call, functions, queues);
  const rules = {
    Sweep: add("Sweep", sweeps.Sweep),
    LetterSweep: add("LetterSweep", sweeps.LetterSweep),
  };
  const told = sender ? [add("UndeliveredMail", undelivered(sender))] : [];
  letKeepUndelivered(queues, [...Object.values(rules), ...told]);
  return rules;
}

function addRule(stack: Stack, id: string, call: Call, functions: Functions, queues: Queues) {
  const live = functions[call.to].live.functionArn;
  const rule = new CfnRule(stack, id, {
    ...call.when,
    description: call.description,
    targets: [
      {
        id: pascal(call.to),
        arn: live,
        input: call.input && JSON.stringify(call.input),
        retryPolicy: call.retryPolicy,
        deadLetterConfig: { arn: queues.deadLetters.queueArn },
      },
    ],
  });
  new CfnPermission(stack, `${id}Permission`, {
    functionName: live,
    action: "lambda:InvokeFunction",
    principal: "events.amazonaws.com",
    sourceArn: rule.attrArn,
  });
  return rule;
}

function letKeepUndelivered({ deadLetters }: Queues, rules: CfnRule[]) {
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
