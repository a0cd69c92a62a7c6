import { beforeAll, expect, test } from "vitest";
import { functionNames, pascal } from "../../infra/plan.ts";
import { table as schema } from "../../shared/table/schema.ts";
import { type Stacked, templateWith } from "./stack.ts";

type Alarm = {
  MetricName?: string;
  Dimensions?: { Name: string; Value: unknown }[];
  Metrics?: unknown[];
};

let stack: Stacked;
let quiet: Stacked;
beforeAll(() => {
  quiet = templateWith();
  stack = templateWith({
    mailFrom: "usher@example.org",
    alarmEmail: "ops@example.org",
    canary: "true",
  });
});

const alarms = (from: Stacked) =>
  from
    .of<Alarm>("AWS::CloudWatch::Alarm")
    .map(({ id, ...rest }) => ({ id: id.slice(0, -8), ...rest }));
const alarm = (name: string) => {
  const found = alarms(stack).find(({ id }) => id === `${name}Alarm`);
  if (!found) throw new Error(`there is no alarm ${name}`);
  return found.properties;
};

test("errors and throttles of every function are watched", () => {
  for (const name of functionNames) {
    expect(alarm(`${pascal(name)}Errors`)).toMatchObject({ MetricName: "Errors", Threshold: 1 });
    expect(alarm(`${pascal(name)}Throttles`)).toMatchObject({
      MetricName: "Throttles",
      Threshold: 1,
    });
  }
});

test("an error in the log of a function is noticed at once, whatever it answers", () => {
  type Filter = {
    FilterPattern: string;
    LogGroupName: { Ref: string };
    MetricTransformations: { MetricNamespace: string; MetricName: string }[];
  };
  const filters = stack.of<Filter>("AWS::Logs::MetricFilter");
  expect(filters).toHaveLength(functionNames.length);
  for (const name of functionNames) {
    const MetricName = `${pascal(name)}Faults`;
    const told = { MetricNamespace: "Usher", MetricName };
    expect(alarm(MetricName)).toMatchObject({
      Namespace: "Usher",
      MetricName,
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 1,
    });
    const found = filters.find(({ id }) => id.startsWith(MetricName))?.properties;
    expect(found).toMatchObject({
      FilterPattern: '{ $.level = "ERROR" }',
      LogGroupName: { Ref: expect.stringMatching(`^${pascal(name)}Logs`) },
      MetricTransformations: [told],
    });
  }
});

test("readers that fall ten minutes behind the stream are noticed", () => {
  for (const name of ["Mailer", "Cascade"]) {
    expect(alarm(`${name}Age`)).toMatchObject({ MetricName: "IteratorAge", Threshold: 600_000 });
  }
});

test("anything given up is noticed at once", () => {
  for (const name of ["DeadLetters", "WorkDeadLetters"]) {
    expect(alarm(name)).toMatchObject({
      MetricName: "ApproximateNumberOfMessagesVisible",
      Threshold: 1,
      EvaluationPeriods: 1,
      Dimensions: [
        {
          Name: "QueueName",
          Value: { "Fn::GetAtt": [expect.stringMatching(`^${name}`), "QueueName"] },
        },
      ],
    });
  }
});

test("a sweep that does not run is noticed, though nothing fails then", () => {
  for (const name of ["Sweep", "LetterSweep"]) {
    expect(alarm(name)).toMatchObject({
      Namespace: "AWS/Events",
      MetricName: "Invocations",
      Dimensions: [{ Name: "RuleName", Value: { Ref: name } }],
      ComparisonOperator: "LessThanThreshold",
      TreatMissingData: "breaching",
      Threshold: 1,
    });
  }
});

test("throttling of the table and of each index is one alarm", () => {
  const text = JSON.stringify(alarm("Table").Metrics);
  for (const index of Object.keys(schema.indexes)) expect(text).toContain(`"Value":"${index}"`);
  expect(text.match(/"ReadThrottleEvents"/g)).toHaveLength(4);
  expect(text.match(/"WriteThrottleEvents"/g)).toHaveLength(4);
  expect(text).toContain(
    `"Expression":"${[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `FILL(m${n}, 0)`).join(" + ")}"`,
  );
});

test("answers of 5xx and old work are watched", () => {
  expect(JSON.stringify(alarm("Answers").Metrics)).toContain('"MetricName":"5xx"');
  expect(alarm("WorkAge")).toMatchObject({ MetricName: "ApproximateAgeOfOldestMessage" });
});

test("bounces and complaints are noticed before SES reviews the account, if it posts at all", () => {
  expect(alarm("Bounces")).toMatchObject({ MetricName: "Reputation.BounceRate", Threshold: 0.04 });
  expect(alarm("Complaints")).toMatchObject({
    MetricName: "Reputation.ComplaintRate",
    Threshold: 0.0008,
  });
  expect(alarms(quiet)).toHaveLength(alarms(stack).length - 2 - functionNames.length);
});

test("alarms are told to the configured address, and CloudWatch may tell them", () => {
  const [topic] = stack.of("AWS::SNS::Topic");
  // Those of a canary take a version back, which the deployment says.
  for (const { properties } of alarms(stack).filter(({ id }) => !id.endsWith("CanaryAlarm"))) {
    expect(properties).toMatchObject({ AlarmActions: [{ Ref: topic?.id }] });
  }
  expect(stack.of("AWS::SNS::Subscription").map(({ properties }) => properties)).toMatchObject([
    { Protocol: "email", Endpoint: "ops@example.org" },
  ]);
  expect(JSON.stringify(stack.of("AWS::SNS::TopicPolicy"))).toContain("cloudwatch.amazonaws.com");
  expect(quiet.of("AWS::SNS::Topic")).toEqual([]);
});

test.each(["with a sender", "without one"])(
  "a dashboard shows it all, %s: no graph is empty",
  (which) => {
    const from = which === "with a sender" ? stack : quiet;
    const [dashboard, ...more] = from.of<{ DashboardBody: { "Fn::Join": [string, unknown[]] } }>(
      "AWS::CloudWatch::Dashboard",
    );
    expect(more).toEqual([]);
    const [, parts = []] = dashboard?.properties.DashboardBody["Fn::Join"] ?? [];
    const body = parts.map((part) => (typeof part === "string" ? part : "x")).join("");
    const graphs = JSON.parse(body).widgets.map(
      ({ properties }: { properties: { title: string; metrics?: unknown[] } }) => properties,
    );
    for (const { title, metrics = [] } of graphs)
      expect([title, metrics.length > 0]).toEqual([title, true]);
    expect(graphs).toHaveLength(which === "with a sender" ? 9 : 8);
  },
);

test("a canary is taken back by the alarms of its own function", () => {
  type Group = { AlarmConfiguration: { Enabled: boolean; Alarms: { Name: { Ref: string } }[] } };
  const groups = stack.of<Group>("AWS::CodeDeploy::DeploymentGroup");
  expect(groups).toHaveLength(functionNames.length);
  for (const { id, properties } of groups) {
    const name = id.replace(/Deployment.*/, "");
    expect(properties.AlarmConfiguration.Enabled).toBe(true);
    expect(properties.AlarmConfiguration.Alarms).toEqual([
      { Name: { Ref: expect.stringMatching(`^${name}CanaryAlarm`) } },
      { Name: { Ref: expect.stringMatching(`^${name}FaultsAlarm`) } },
    ]);
    expect(alarm(`${name}Canary`)).toMatchObject({ MetricName: "Errors", Threshold: 1 });
    // Both go off within the five minutes in which it serves a tenth.
    for (const kind of ["Canary", "Faults"])
      expect(alarm(`${name}${kind}`)).toMatchObject({ Period: 60, EvaluationPeriods: 1 });
    expect(properties).toMatchObject({ AutoRollbackConfiguration: { Enabled: true } });
  }
  expect(quiet.of("AWS::CodeDeploy::DeploymentGroup")).toEqual([]);
});

test("with everything set the stack has at most 400 resources", () => {
  expect(Object.keys(stack.all).length).toBeLessThanOrEqual(400);
});
