import { CannotStart } from "./cannot-start.ts";
import type { Resource } from "./names.ts";
import { compilePattern, type Match } from "./patterns.ts";
import type { Template } from "./template.ts";

type Properties = {
  EventSourceArn: string;
  FunctionName: string;
  Enabled?: boolean;
  BatchSize?: number;
  MaximumBatchingWindowInSeconds?: number;
  FunctionResponseTypes?: string[];
  FilterCriteria?: { Filters?: { Pattern: string }[] };
  ScalingConfig?: { MaximumConcurrency?: number };
  ParallelizationFactor?: number;
  BisectBatchOnFunctionError?: boolean;
  MaximumRetryAttempts?: number;
  MaximumRecordAgeInSeconds?: number;
  StartingPosition?: string;
  DestinationConfig?: { OnFailure?: { Destination?: string } };
  Tags?: unknown;
};

type EventSource = {
  id: string;
  arn: string;
  functionId: string;
  batchSize: number;
  /** Whether the function's answer says which items of a batch failed. */
  partial: boolean;
};

/** Which records of a table's stream a function gets, and how often. Times are milliseconds. */
export type StreamSource = EventSource & {
  table: string;
  wants: Match;
  /** How long a batch may be gathered. */
  window: number;
  /** How many batches of a shard run at once. */
  lanes: number;
  bisect: boolean;
  retries: number;
  maxAge: number;
  /** The queue that is told of what was given up. */
  onFailure: string | undefined;
};

/** Which queue a function empties. */
export type QueueSource = EventSource & { concurrency: number };

const served = ["dynamodb", "sqs"];
const common = ["EventSourceArn", "FunctionName", "Enabled", "BatchSize", "FunctionResponseTypes"];
const ofStreams = [
  "MaximumBatchingWindowInSeconds",
  "FilterCriteria",
  "ParallelizationFactor",
  "Tags",
  "BisectBatchOnFunctionError",
  "MaximumRetryAttempts",
  "MaximumRecordAgeInSeconds",
  "StartingPosition",
  "DestinationConfig",
];

/** The template's event sources that are streams of tables. */
export function streamSources(template: Template): StreamSource[] {
  return sources(template, "dynamodb", [...common, ...ofStreams]).map((resource) => {
    const { id, properties } = resource;
    const destination = properties.DestinationConfig?.OnFailure?.Destination;
    if (destination && serviceOf(destination) !== "sqs") {
      throw new CannotStart(`${id}: the local host tells only queues of failures.`);
    }
    if (properties.StartingPosition !== "TRIM_HORIZON") {
      throw new CannotStart(`${id}: the local host reads streams from TRIM_HORIZON.`);
    }
    return {
      ...eventSource(resource, 100),
      table: properties.EventSourceArn.split("/")[1] ?? "",
      wants: filter(resource),
      window: (properties.MaximumBatchingWindowInSeconds ?? 0) * 1000,
      lanes: properties.ParallelizationFactor ?? 1,
      bisect: properties.BisectBatchOnFunctionError ?? false,
      retries: bound(properties.MaximumRetryAttempts),
      maxAge: bound(properties.MaximumRecordAgeInSeconds) * 1000,
      onFailure: destination,
    };
  });
}

/** The template's event sources that are queues. */
export function queueSources(template: Template): QueueSource[] {
  return sources(template, "sqs", [...common, "ScalingConfig", "Tags"]).map((resource) => ({
    ...eventSource(resource, 10),
    concurrency: resource.properties.ScalingConfig?.MaximumConcurrency ?? 5,
  }));
}

function sources(template: Template, service: "dynamodb" | "sqs", understood: string[]) {
  const all = template.resources<Properties>("AWS::Lambda::EventSourceMapping");
  const other = all.find(
    ({ properties }) => !served.includes(serviceOf(properties.EventSourceArn)),
  );
  if (other) throw new CannotStart(`${other.id}: the local host has no such event source.`);
  return all
    .filter(({ properties }) => serviceOf(properties.EventSourceArn) === service)
    .filter(({ properties }) => properties.Enabled !== false)
    .map((resource) => {
      const unknown = Object.keys(resource.properties).find((name) => !understood.includes(name));
      if (unknown) {
        throw new CannotStart(`${resource.id}: the local host does not understand ${unknown}.`);
      }
      return resource;
    });
}

function eventSource({ id, properties }: Resource<Properties>, batchSize: number): EventSource {
  return {
    id,
    arn: properties.EventSourceArn,
    functionId: properties.FunctionName,
    batchSize: properties.BatchSize ?? batchSize,
    partial: properties.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
  };
}

/** One fitting filter is enough; without filters every record is wanted. */
function filter({ id, properties }: Resource<Properties>): Match {
  const filters = properties.FilterCriteria?.Filters ?? [];
  const matches = filters.map(({ Pattern }) => compilePattern(JSON.parse(Pattern), id));
  return (record) => matches.length === 0 || matches.some((match) => match(record));
}

/** -1 (and nothing) stands for "no bound". */
function bound(value = -1): number {
  return value === -1 ? Number.POSITIVE_INFINITY : value;
}

function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}
