import { CannotStart } from "../cannot-start.ts";
import { account, region } from "../names.ts";
import type { Template } from "../template.ts";

type Properties = {
  QueueName?: string;
  FifoQueue?: boolean;
  ContentBasedDeduplication?: boolean;
  DeduplicationScope?: string;
  DelaySeconds?: number;
  VisibilityTimeout?: number;
  MessageRetentionPeriod?: number;
  RedrivePolicy?: { deadLetterTargetArn: string; maxReceiveCount: number };
};

/** A queue of the template. Times are milliseconds. */
export type Queue = {
  name: string;
  arn: string;
  fifo: boolean;
  /** The body stands in for a missing deduplication id. */
  contentBased: boolean;
  /** Two groups may use one deduplication id. */
  perGroup: boolean;
  delay: number;
  visibility: number;
  retention: number;
  redrive: { to: string; after: number } | undefined;
};

const understood = [
  "QueueName",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "DelaySeconds",
  "VisibilityTimeout",
  "MessageRetentionPeriod",
  "RedrivePolicy",
  "FifoThroughputLimit",
  "KmsMasterKeyId",
  "SqsManagedSseEnabled",
  "RedriveAllowPolicy",
  "Tags",
];

/** The template's queues by name. */
export function readQueues(template: Template): Map<string, Queue> {
  const queues = template.resources<Properties>("AWS::SQS::Queue").map(({ id, properties }) => {
    const unknown = Object.keys(properties).find((property) => !understood.includes(property));
    if (unknown) throw new CannotStart(`${id}: the local host does not understand ${unknown}.`);
    const name = properties.QueueName ?? id;
    const { RedrivePolicy: redrive } = properties;
    return {
      name,
      arn: `arn:aws:sqs:${region}:${account}:${name}`,
      fifo: properties.FifoQueue ?? false,
      contentBased: properties.ContentBasedDeduplication ?? false,
      perGroup: properties.DeduplicationScope === "messageGroup",
      delay: (properties.DelaySeconds ?? 0) * 1000,
      visibility: (properties.VisibilityTimeout ?? 30) * 1000,
      retention: (properties.MessageRetentionPeriod ?? 345_600) * 1000,
      redrive: redrive && {
        to: redrive.deadLetterTargetArn.split(":").at(-1) ?? "",
        after: Number(redrive.maxReceiveCount),
      },
    };
  });
  return new Map(queues.map((queue) => [queue.name, queue]));
}
