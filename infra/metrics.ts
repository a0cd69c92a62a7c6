import { Duration } from "aws-cdk-lib";
import { type IMetric, MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { CfnRule } from "aws-cdk-lib/aws-events";
import { table as schema } from "../shared/table/schema.ts";
import type { HttpApi } from "./api.ts";

export const period = Duration.minutes(5);

/** A metric of the HTTP API. */
export const apiMetric = ({ api, stage }: HttpApi, metricName: string, statistic = "Sum") =>
  new Metric({
    namespace: "AWS/ApiGateway",
    metricName,
    dimensionsMap: { ApiId: api.ref, Stage: stage.ref },
    statistic,
    period,
    label: statistic === "Sum" ? metricName : `${metricName} ${statistic}`,
  });

/** A metric of the account's SES. */
export const mailMetric = (metricName: string, statistic = "Sum") =>
  new Metric({ namespace: "AWS/SES", metricName, statistic, period: Duration.hours(1) });

/** How often a rule of EventBridge has called what it is for. */
export const callsBy = (rule: CfnRule) =>
  new Metric({
    namespace: "AWS/Events",
    metricName: "Invocations",
    dimensionsMap: { RuleName: rule.ref },
    statistic: "Sum",
    period: Duration.minutes(10),
  });

/** Requests that the table or one of its indexes turned away. */
export function tableThrottles(table: ITableV2): IMetric {
  const places: Record<string, string>[] = [
    {},
    ...Object.keys(schema.indexes).map((name) => ({ GlobalSecondaryIndexName: name })),
  ];
  const metrics = places.flatMap((place) =>
    ["ReadThrottleEvents", "WriteThrottleEvents"].map(
      (metricName) =>
        new Metric({
          namespace: "AWS/DynamoDB",
          metricName,
          dimensionsMap: { TableName: table.tableName, ...place },
          statistic: "Sum",
          period,
        }),
    ),
  );
  const named = metrics.map((metric, index) => [`m${index}`, metric]);
  return new MathExpression({
    // An index that was never turned away has no data, and would make the whole sum empty.
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(" + "),
    usingMetrics: Object.fromEntries(named),
    label: "throttled requests",
    period,
  });
}
