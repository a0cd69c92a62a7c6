import { setTimeout as sleep } from "node:timers/promises";
import { AwsError } from "../aws-json.ts";
import { callDynamoDb } from "../dynamodb.ts";

type Image = Record<string, Record<string, unknown>>;

/** A change of an item, as a stream and Lambda show it. */
export type StreamRecord = {
  eventID: string;
  eventName: "INSERT" | "MODIFY" | "REMOVE";
  dynamodb: {
    Keys: Image;
    NewImage?: Image;
    OldImage?: Image;
    SequenceNumber: string;
    SizeBytes: number;
    /** Epoch seconds. */
    ApproximateCreationDateTime: number;
  };
  userIdentity?: { type: string; principalId: string };
};

/** Where a shard is, the last record of it that is done, and what tells that it need not be read. */
export type Place = {
  endpoint: string;
  streamArn: string;
  shardId: string;
  after?: string;
  version?: (() => number) | undefined;
};

type Iterator = { ShardIterator: string };
type Read = { Records: StreamRecord[]; NextShardIterator?: string };

/** Between two reads: records that come together are read together. */
const rest = 100;
const unreachable = 500;
/** Records that one read answers at most. */
const most = 1000;

/** Reads a shard from a place on; ends with the shard, or when it is told to stop. */
export async function* readShard(
  { endpoint, streamArn, shardId, after, version = () => Number.NaN }: Place,
  signal: AbortSignal,
): AsyncGenerator<StreamRecord[], "ended" | "stopped"> {
  let position = after;
  let iterator: string | undefined;

  async function start(): Promise<string> {
    const from =
      position === undefined
        ? { ShardIteratorType: "TRIM_HORIZON" }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: position };
    const input = { StreamArn: streamArn, ShardId: shardId, ...from };
    return (await callDynamoDb<Iterator>(endpoint, "GetShardIterator", input)).ShardIterator;
  }

  async function read(): Promise<Read | undefined> {
    try {
      iterator ??= await start();
      const input = { ShardIterator: iterator, Limit: most };
      return await callDynamoDb<Read>(endpoint, "GetRecords", input);
    } catch (error) {
      iterator = undefined;
      if (error instanceof AwsError && error.type === "TrimmedDataAccessException") {
        position = undefined;
      } else await pause(unreachable, signal);
      return undefined;
    }
  }

  while (!signal.aborted) {
    const before = version();
    const answer = await read();
    if (!answer) continue;
    iterator = answer.NextShardIterator;
    position = answer.Records.at(-1)?.dynamodb.SequenceNumber ?? position;
    if (answer.Records.length > 0) yield answer.Records;
    if (!iterator) return "ended";
    if (answer.Records.length === most) continue;
    do await pause(rest, signal);
    while (version() === before && !signal.aborted);
  }
  return "stopped";
}

/** Waits, but not longer than until the host stops. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
