import type { Stack } from "aws-cdk-lib";
import { Dashboard, GraphWidget, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import type { Watched } from "./limits.ts";
import { apiMetric, mailMetric, period, tableThrottles } from "./metrics.ts";
import { functionNames } from "./plan.ts";

/** One page that shows how the service does. */
export function addDashboard(stack: Stack, { http, table, queues, functions, sender }: Watched) {
  const of = (make: (name: (typeof functionNames)[number]) => IMetric) => functionNames.map(make);
  const depth = { period, statistic: "Maximum" };
  const dashboard = new Dashboard(stack, "Dashboard", { dashboardName: stack.stackName });
  dashboard.addWidgets(
    graph("Requests", [apiMetric(http, "Count"), apiMetric(http, "4xx"), apiMetric(http, "5xx")]),
    graph("Milliseconds per request", [
      apiMetric(http, "Latency", "p50"),
      apiMetric(http, "Latency", "p99"),
    ]),
    graph(
      "Calls of functions",
      of((name) => functions[name].lambda.metricInvocations({ period, label: name })),
    ),
    graph(
      "Failed calls",
      of((name) => functions[name].lambda.metricErrors({ period, label: name })),
    ),
    graph(
      "Errors in logs",
      of((name) => functions[name].faults.with({ period, label: name })),
    ),
  );
  dashboard.addWidgets(
    graph("Milliseconds behind the stream", [
      functions.mailer.lambda.metric("IteratorAge", { ...depth, label: "mailer" }),
      functions.cascade.lambda.metric("IteratorAge", { ...depth, label: "cascade" }),
    ]),
    graph("Waiting and given up", [
      queues.work.metricApproximateNumberOfMessagesVisible({ ...depth, label: "work" }),
      queues.workDeadLetters.metricApproximateNumberOfMessagesVisible({
        ...depth,
        label: "given up steps",
      }),
      queues.deadLetters.metricApproximateNumberOfMessagesVisible({ ...depth, label: "given up" }),
    ]),
    graph("Table", [
      table.metricConsumedReadCapacityUnits({ period, statistic: "Sum", label: "read units" }),
      table.metricConsumedWriteCapacityUnits({ period, statistic: "Sum", label: "write units" }),
      tableThrottles(table),
    ]),
    // CloudWatch refuses a graph of nothing, and the whole stack with it.
    ...(sender ? [graph("Mail of the account", mailMetrics)] : []),
  );
}

const mailMetrics = ["Send", "Bounce", "Complaint"].map((name) => mailMetric(name));

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 6 });
