import type { Stack } from "aws-cdk-lib";
import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import { CfnEventInvokeConfig, CfnEventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { subscriptions } from "../shared/api/subscriptions.ts";
import type { Deployed, Functions } from "./functions.ts";
import type { Queues } from "./queues.ts";
import { allow } from "./rights.ts";
import type { Settings } from "./settings.ts";

type Reader = {
  id: string;
  batchSize: number;
  parallelizationFactor: number;
  /** New images that start it; a record needs to match one of them. */
  wants: readonly Record<string, string>[];
};

/** The two readers a stream may have. */
const mailer: Reader = {
  id: "MailerStream",
  batchSize: 10,
  parallelizationFactor: 4,
  wants: subscriptions.mailer,
};
const cascade: Reader = {
  id: "CascadeStream",
  batchSize: 100,
  parallelizationFactor: 2,
  wants: subscriptions.cascade,
};

type Sources = { table: ITableV2; queues: Queues; functions: Functions; settings: Settings };

/** What starts functions besides requests and the clock: the table's stream and the work queue. */
export function addEventSources(stack: Stack, { table, queues, functions, settings }: Sources) {
  const streamArn = table.tableStreamArn ?? "";
  addReader(stack, mailer, functions.mailer, streamArn, queues);
  addReader(stack, cascade, functions.cascade, streamArn, queues);
  addWorker(stack, functions.worker, queues, settings);
}

function addReader(stack: Stack, reader: Reader, to: Deployed, streamArn: string, queues: Queues) {
  const read = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
  to.role.addToPolicy(
    allow(
      "Stream",
      read.map((action) => `dynamodb:${action}`),
      [streamArn],
    ),
  );
  const mapping = new CfnEventSourceMapping(stack, reader.id, {
    functionName: to.live.functionArn,
    eventSourceArn: streamArn,
    startingPosition: "TRIM_HORIZON",
    batchSize: reader.batchSize,
    parallelizationFactor: reader.parallelizationFactor,
    filterCriteria: { filters: reader.wants.map((image) => ({ pattern: filter(image) })) },
    functionResponseTypes: ["ReportBatchItemFailures"],
    bisectBatchOnFunctionError: true,
    // Without both bounds one bad record blocks its shard for a day, and then all behind it is lost.
    maximumRetryAttempts: 8,
    maximumRecordAgeInSeconds: 6 * 60 * 60,
    destinationConfig: { onFailure: { destination: queues.deadLetters.queueArn } },
  });
  mapping.node.addDependency(to.role);
}

const filter = (image: Record<string, string>) => {
  const wanted = Object.entries(image).map(([name, value]) => [name, { S: [value] }]);
  return JSON.stringify({
    eventName: ["INSERT", "MODIFY"],
    dynamodb: { NewImage: Object.fromEntries(wanted) },
  });
};

function addWorker(stack: Stack, worker: Deployed, { work }: Queues, settings: Settings) {
  const receive = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
  worker.role.addToPolicy(allow("Receive", receive, [work.queueArn]));
  const mapping = new CfnEventSourceMapping(stack, "WorkerQueue", {
    functionName: worker.live.functionArn,
    eventSourceArn: work.queueArn,
    // A step may take half the function's time, so a second one has no place beside it.
    batchSize: 1,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: settings.workers },
  });
  mapping.node.addDependency(worker.role);
}

/** Keeps what an asynchronous call could not do. */
export function keepAsyncFailures(stack: Stack, id: string, to: Deployed, queues: Queues) {
  const config = new CfnEventInvokeConfig(stack, id, {
    functionName: to.lambda.functionName,
    qualifier: to.live.aliasName,
    maximumRetryAttempts: 2,
    maximumEventAgeInSeconds: 60 * 60,
    destinationConfig: { onFailure: { destination: queues.deadLetters.queueArn } },
  });
  config.node.addDependency(to.live, to.role);
}
