import { Duration, type Stack } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { plan } from "./plan.ts";

const attempts = 5;
const guarded = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
const kept = { ...guarded, retentionPeriod: Duration.days(14) };

export type Queues = ReturnType<typeof createQueues>;

/** The work queue, and where lie what it, the stream and the schedules could not deliver. */
export function createQueues(stack: Stack) {
  const workDeadLetters = new Queue(stack, "WorkDeadLetters", { ...kept, fifo: true });
  const work = new Queue(stack, "Work", {
    ...guarded,
    fifo: true,
    // One message of a customer holds back the next one: twice a step's time, not the usual six times.
    visibilityTimeout: Duration.seconds(2 * plan.worker.timeout),
    deadLetterQueue: { queue: workDeadLetters, maxReceiveCount: attempts },
  });
  // Failure destinations of streams and asynchronous calls cannot be FIFO queues.
  const deadLetters = new Queue(stack, "DeadLetters", kept);
  return { work, workDeadLetters, deadLetters };
}
