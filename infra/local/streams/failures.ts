import { randomUUID } from "node:crypto";
import type { StreamSource } from "../event-sources.ts";
import type { SendTo } from "../queue.ts";
import type { Entry } from "./progress.ts";
import type { StreamRecord } from "./shard.ts";

type Reason = "RetryAttemptsExhausted" | "RecordAgeExceeded";

/** Tells the failure destination about records that are not tried any more. */
export type GiveUp = (batch: Entry[], reason: Reason, invocations: number) => void;

type Told = { source: StreamSource; shardId: string; send: SendTo; say: (line: string) => void };

/** A destination gets what identifies the records in their stream, never the records. */
export function tellOfFailures({ source, shardId, send, say }: Told): GiveUp {
  return (batch, condition, invocations) => {
    const [first, last] = [batch.at(0), batch.at(-1)];
    if (!first || !last) return;
    say(`${source.id}: gave up ${batch.length} of the stream's records (${condition})`);
    if (!source.onFailure) return;
    const body = {
      requestContext: {
        requestId: randomUUID(),
        functionArn: source.functionId,
        condition,
        approximateInvokeCount: invocations,
      },
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        functionError: "Unhandled",
      },
      version: "1.0",
      timestamp: new Date().toISOString(),
      DDBStreamBatchInfo: {
        shardId,
        startSequenceNumber: first.record.dynamodb.SequenceNumber,
        endSequenceNumber: last.record.dynamodb.SequenceNumber,
        approximateArrivalOfFirstRecord: arrivalOf(first.record),
        approximateArrivalOfLastRecord: arrivalOf(last.record),
        batchSize: batch.length,
        streamArn: source.arn,
      },
    };
    send(source.onFailure, JSON.stringify(body));
  };
}

function arrivalOf({ dynamodb }: StreamRecord): string {
  return new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString();
}
