import { beforeAll, expect, test } from "vitest";
import { plan } from "../../infra/plan.ts";
import { type Stacked, templateWith } from "./stack.ts";

type Mapping = {
  FunctionName: { Ref: string };
  EventSourceArn: { "Fn::GetAtt": [string, string] };
  FilterCriteria?: { Filters: { Pattern: string }[] };
  FunctionResponseTypes: string[];
  DestinationConfig?: unknown;
  [bound: string]: unknown;
};

let stack: Stacked;
let streams: Mapping[];
let queues: Mapping[];
beforeAll(() => {
  stack = templateWith({ mailFrom: "usher@example.org", workers: "7" });
  const mappings = stack
    .of<Mapping>("AWS::Lambda::EventSourceMapping")
    .map((each) => each.properties);
  const from = (mapping: Mapping) => stack.all[mapping.EventSourceArn["Fn::GetAtt"][0]]?.Type;
  streams = mappings.filter((mapping) => from(mapping) === "AWS::DynamoDB::GlobalTable");
  queues = mappings.filter((mapping) => from(mapping) === "AWS::SQS::Queue");
  expect(streams.length + queues.length).toBe(mappings.length);
});

const readerOf = (name: string) => {
  const found = streams.find(({ FunctionName }) => FunctionName.Ref.startsWith(`${name}Live`));
  if (!found) throw new Error(`${name} does not read the stream`);
  return found;
};
const wants = (name: string) =>
  readerOf(name).FilterCriteria?.Filters.map(({ Pattern }) => JSON.parse(Pattern));
const deadLetters = { "Fn::GetAtt": [expect.stringMatching(/^DeadLetters/), "Arn"] };

test("two functions read the stream, which is all that a stream bears", () => {
  expect(streams).toHaveLength(2);
  expect([readerOf("Mailer").BatchSize, readerOf("Cascade").BatchSize]).toEqual([10, 100]);
});

test("the mailer is started by open letters alone", () => {
  const eventName = ["INSERT", "MODIFY"];
  const image = { kind: { S: ["letter"] }, state: { S: ["open"] } };
  expect(wants("Mailer")).toEqual([{ eventName, dynamodb: { NewImage: image } }]);
});

test("the cascade is started by open tasks, woken operations, and by users, groups and members whose copies are stale", () => {
  const eventName = ["INSERT", "MODIFY"];
  expect(wants("Cascade")).toEqual([
    { eventName, dynamodb: { NewImage: { kind: { S: ["task"] }, state: { S: ["open"] } } } },
    { eventName, dynamodb: { NewImage: { kind: { S: ["operation"] }, wake: { S: ["now"] } } } },
    { eventName, dynamodb: { NewImage: { kind: { S: ["user"] }, copies: { S: ["stale"] } } } },
    {
      eventName,
      dynamodb: { NewImage: { kind: { S: ["user group"] }, copies: { S: ["stale"] } } },
    },
    {
      eventName,
      dynamodb: { NewImage: { kind: { S: ["customer binding"] }, copies: { S: ["stale"] } } },
    },
  ]);
});

test("a bad record is retried a bounded time, alone, and then kept", () => {
  for (const mapping of streams) {
    expect(mapping).toMatchObject({
      StartingPosition: "TRIM_HORIZON",
      MaximumRetryAttempts: 8,
      MaximumRecordAgeInSeconds: 21_600,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: deadLetters } },
    });
  }
});

test("every source hears which entries of a batch failed", () => {
  for (const { FunctionResponseTypes } of [...streams, ...queues]) {
    expect(FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
  }
});

test("the worker takes one step at a time from a first-in-first-out queue, so many at once", () => {
  expect(queues).toHaveLength(1);
  const [mapping] = queues;
  expect(mapping).toMatchObject({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 7 } });
  const queue = stack.all[mapping?.EventSourceArn["Fn::GetAtt"][0] ?? ""];
  expect(queue?.Properties).toMatchObject({
    FifoQueue: true,
    RedrivePolicy: {
      maxReceiveCount: 5,
      deadLetterTargetArn: { "Fn::GetAtt": [expect.stringMatching(/^WorkDeadLetters/), "Arn"] },
    },
  });
  expect(queue?.Properties.VisibilityTimeout).toBeGreaterThan(plan.worker.timeout);
});

test("the worker may start itself through the queue, which Lambda takes for a loop", () => {
  const allowed = stack
    .of("AWS::Lambda::Function")
    .filter(({ properties }) => properties.RecursiveLoop);
  expect(allowed.map(({ id, properties }) => [id.slice(0, 6), properties.RecursiveLoop])).toEqual([
    ["Worker", "Allow"],
  ]);
});

test("queues take encrypted connections only", () => {
  const policies = stack.of<{ Queues: { Ref: string }[] }>("AWS::SQS::QueuePolicy");
  const guarded = policies
    .filter(({ properties }) =>
      JSON.stringify(properties).includes('"aws:SecureTransport":"false"'),
    )
    .flatMap(({ properties }) => properties.Queues.map(({ Ref }) => Ref));
  expect(guarded.sort()).toEqual(
    stack
      .of("AWS::SQS::Queue")
      .map(({ id }) => id)
      .sort(),
  );
});
