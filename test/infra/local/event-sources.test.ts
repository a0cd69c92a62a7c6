import { expect, test } from "vitest";
import { queueSources, streamSources } from "../../../infra/local/event-sources.ts";
import { surroundings } from "./surroundings.ts";

const Type = "AWS::Lambda::EventSourceMapping";
const sqs = "arn:aws:sqs:us-east-1:000000000000:";
const stream = "arn:aws:dynamodb:us-east-1:000000000000:table/usher/stream/1";
const fromStream = { EventSourceArn: stream, StartingPosition: "TRIM_HORIZON" };
const templateOf = (Properties: object) =>
  surroundings({ Source: { Type, Properties: { FunctionName: "Mailer", ...Properties } } })
    .template;

test("a stream has Lambda's own settings where the template says nothing", () => {
  const [source] = streamSources(templateOf(fromStream));
  expect(source).toMatchObject({
    id: "Source",
    table: "usher",
    functionId: "Mailer",
    batchSize: 100,
    window: 0,
    lanes: 1,
    partial: false,
    bisect: false,
    retries: Number.POSITIVE_INFINITY,
    maxAge: Number.POSITIVE_INFINITY,
    onFailure: undefined,
  });
  expect(source?.wants({ eventName: "REMOVE" })).toBe(true);
});

test("a stream has the template's settings", () => {
  const settings = {
    ...fromStream,
    BatchSize: 10,
    MaximumBatchingWindowInSeconds: 5,
    ParallelizationFactor: 4,
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 8,
    MaximumRecordAgeInSeconds: 60,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    DestinationConfig: { OnFailure: { Destination: `${sqs}failures` } },
    FilterCriteria: {
      Filters: [{ Pattern: '{"eventName":["INSERT"]}' }, { Pattern: '{"a":[1]}' }],
    },
  };
  const [source] = streamSources(templateOf(settings));
  expect(source).toMatchObject({
    batchSize: 10,
    window: 5000,
    lanes: 4,
    partial: true,
    bisect: true,
    retries: 8,
    maxAge: 60_000,
    onFailure: `${sqs}failures`,
  });
  expect(source?.wants({ eventName: "INSERT" })).toBe(true);
  expect(source?.wants({ a: 1 })).toBe(true);
  expect(source?.wants({ eventName: "MODIFY" })).toBe(false);
});

test("a queue has a batch size and a concurrency", () => {
  const settings = { EventSourceArn: `${sqs}work`, BatchSize: 1 };
  expect(queueSources(templateOf(settings))).toMatchObject([{ batchSize: 1, concurrency: 5 }]);
  const limited = { ...settings, ScalingConfig: { MaximumConcurrency: 2 } };
  expect(queueSources(templateOf(limited))).toMatchObject([{ concurrency: 2 }]);
});

test("a source that is switched off is none", () => {
  expect(streamSources(templateOf({ ...fromStream, Enabled: false }))).toEqual([]);
});

test.each([
  [{ EventSourceArn: stream, StartingPosition: "LATEST" }, "TRIM_HORIZON"],
  [{ ...fromStream, TumblingWindowInSeconds: 5 }, "TumblingWindowInSeconds"],
  [{ EventSourceArn: `${sqs}work`, FilterCriteria: {} }, "FilterCriteria"],
  [{ EventSourceArn: "arn:aws:kinesis:us-east-1:000000000000:stream/s" }, "event source"],
  [{ ...fromStream, FilterCriteria: { Filters: [{ Pattern: '{"a":[{"cidr":"::"}]}' }] } }, "cidr"],
  [
    {
      ...fromStream,
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sns:us-east-1:000000000000:t" } },
    },
    "queues",
  ],
])("%j stops the start and is named", (settings, name) => {
  const template = templateOf(settings);
  const read = () => [streamSources(template), queueSources(template)];
  expect(read).toThrow(/^Source: /);
  expect(read).toThrow(name);
});
