import { Duration } from "aws-cdk-lib";
import {
  type AlarmProps,
  ComparisonOperator,
  type IMetric,
  TreatMissingData,
} from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { CfnRule } from "aws-cdk-lib/aws-events";
import type { HttpApi } from "./api.ts";
import type { Functions } from "./functions.ts";
import type { Sender } from "./mail.ts";
import { apiMetric, callsBy, mailMetric, period, tableThrottles } from "./metrics.ts";
import { functionNames, pascal } from "./plan.ts";
import type { Queues } from "./queues.ts";
import type { Sweeps } from "./schedules.ts";

/** Everything that is watched. */
export type Watched = {
  table: ITableV2;
  queues: Queues;
  http: HttpApi;
  functions: Functions;
  sweeps: Sweeps;
  sender: Sender | undefined;
};
type Limit = Partial<AlarmProps> & { metric: IMetric; threshold: number; means: string };
type Limits = Record<string, Limit>;

/** In two of three periods: not a blip. */
const lasting = { evaluationPeriods: 3, datapointsToAlarm: 2 };

/** What must not be reached, by the name of its alarm, and what it means if it is. */
export const limits = (watched: Watched): Limits => ({
  ...serviceLimits(watched),
  ...queueLimits(watched.queues),
  ...functionLimits(watched.functions),
  ...(watched.sender ? mailLimits : {}),
});

const serviceLimits = ({ http, table, sweeps }: Watched): Limits => ({
  Answers: {
    metric: apiMetric(http, "5xx"),
    threshold: 5,
    means: "Requests are answered with 5xx",
    ...lasting,
  },
  Table: {
    metric: tableThrottles(table),
    threshold: 1,
    means: "The table or an index turns requests away",
    ...lasting,
  },
  Sweep: silent(sweeps.Sweep, "The sweep does not run: what the stream lost stays undone"),
  LetterSweep: silent(
    sweeps.LetterSweep,
    "The sweep of letters does not run: what the stream lost stays",
  ),
});

/** Nothing fails when nothing runs, so that is watched by itself; at the rule, since others call the same function. */
const silent = (rule: CfnRule, means: string): Limit => ({
  metric: callsBy(rule),
  threshold: 1,
  comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
  treatMissingData: TreatMissingData.BREACHING,
  means,
});

const queueLimits = ({ work, workDeadLetters, deadLetters }: Queues): Limits => ({
  DeadLetters: {
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period }),
    threshold: 1,
    means:
      "Stream records or events were given up: the cause needs a look, and word of undelivered mail to be sent again",
  },
  WorkDeadLetters: {
    metric: workDeadLetters.metricApproximateNumberOfMessagesVisible({ period }),
    threshold: 1,
    means: "A step of an operation failed again and again",
  },
  WorkAge: {
    metric: work.metricApproximateAgeOfOldestMessage({ period }),
    threshold: 15 * 60,
    means: "Work has been waiting for 15 minutes",
    ...lasting,
  },
});

function functionLimits(functions: Functions): Limits {
  const errors = functionNames.map((name) => [
    `${pascal(name)}Errors`,
    {
      metric: functions[name].lambda.metricErrors({ period }),
      threshold: 1,
      means: `${name} crashes or runs out of time`,
      ...lasting,
    },
  ]);
  const faults = functionNames.map((name) => [
    `${pascal(name)}Faults`,
    {
      metric: functions[name].faults.with({ period: Duration.minutes(1) }),
      threshold: 1,
      means: `${name} logged an error: an answer of 500, a mail or a step that could not be done`,
    },
  ]);
  const throttles = functionNames.map((name) => [
    `${pascal(name)}Throttles`,
    {
      metric: functions[name].lambda.metricThrottles({ period }),
      threshold: 1,
      means: `${name} is throttled: the account has too little concurrency left`,
      ...lasting,
    },
  ]);
  const ages = (["mailer", "cascade"] as const).map((name) => [
    `${pascal(name)}Age`,
    {
      metric: functions[name].lambda.metric("IteratorAge", { statistic: "Maximum", period }),
      threshold: 10 * 60 * 1000,
      means: `${name} is 10 minutes behind the stream`,
      ...lasting,
    },
  ]);
  return Object.fromEntries([...errors, ...faults, ...throttles, ...ages]);
}

/** SES reviews an account at 5% bounces or 0.1% complaints. */
const mailLimits: Limits = {
  Bounces: {
    metric: mailMetric("Reputation.BounceRate", "Average"),
    threshold: 0.04,
    means: "4% of the account's mail bounces; SES reviews accounts at 5%",
  },
  Complaints: {
    metric: mailMetric("Reputation.ComplaintRate", "Average"),
    threshold: 0.0008,
    means: "0.08% of the account's mail is complained about; SES reviews accounts at 0.1%",
  },
};
