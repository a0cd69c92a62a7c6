import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { CannotStart } from "./cannot-start.ts";
import { callDynamoDb } from "./dynamodb.ts";
import { type StreamSource, streamSources } from "./event-sources.ts";
import type { Part, Surroundings } from "./part.ts";
import { type Queue, readQueues } from "./queue/settings.ts";
import type { SendTo } from "./queue.ts";
import { openChanges } from "./streams/changes.ts";
import { openCheckpoints } from "./streams/checkpoints.ts";
import { deliver } from "./streams/deliver.ts";
import { tellOfFailures } from "./streams/failures.ts";
import { arrangement, type StreamFaults } from "./streams/faults.ts";
import { openLanes } from "./streams/lanes.ts";
import { followShards } from "./streams/lineage.ts";
import { followProgress } from "./streams/progress.ts";
import { readShard, type StreamRecord } from "./streams/shard.ts";

type Needs = Pick<Surroundings, "template" | "invoke" | "dynamodb" | "stateDir" | "say">;
type More = {
  /** Takes what streams tell their failure destinations. */
  send: SendTo;
  faults?: StreamFaults | undefined;
  /** Where the embedded engine keeps its items. */
  file?: string | undefined;
  /** The first pause after a failure, in milliseconds. */
  backOff?: number;
};

/** Plays Lambda's part of reading table streams: batches of what each function wants, until done or given up. */
export async function startStreams(around: Needs, more: More): Promise<Part> {
  const { template, dynamodb: endpoint, say, invoke } = around;
  const { send, faults, file, backOff = 100 } = more;
  const queues = readQueues(template);
  const sources = await Promise.all(
    streamSources(template).map(async (source) => {
      checkDestination(source, queues);
      return { source, streamArn: await streamOf(endpoint, source) };
    }),
  );
  const checkpoints = openCheckpoints(join(around.stateDir, "streams.db"));
  const changes = file === undefined ? undefined : openChanges(file);
  const stopping = new AbortController();
  const { signal } = stopping;

  async function follow(source: StreamSource, streamArn: string, shardId: string) {
    const save = (done: string) => checkpoints.save(source.id, streamArn, shardId, done);
    const progress = followProgress(save);
    const arrange = arrangement(faults);
    const giveUp = tellOfFailures({ source, shardId, send, say });
    const delivery = { source, invoke, done: progress.done, giveUp, say, signal, backOff };
    const lanes = openLanes(source, (batch) => deliver(batch, delivery), signal);
    const after = checkpoints.read(source.id, streamArn, shardId);
    const place = { endpoint, streamArn, shardId, after, version: changes?.version };
    const reading = readShard(place, signal);
    for await (const records of reading) {
      const entries = progress.begin(records, arrange);
      const wanted = new Set(records.filter((record) => isWanted(source, record)));
      progress.done(entries.filter(({ record }) => !wanted.has(record)));
      await lanes.push(entries.filter(({ record }) => wanted.has(record)));
    }
    await lanes.closed();
  }

  const following = sources.map(({ source, streamArn }) =>
    followShards({
      stream: { endpoint, streamArn },
      isEnded: (shardId) => checkpoints.hasEnded(source.id, streamArn, shardId),
      follow: async (shardId) => {
        await follow(source, streamArn, shardId);
        if (!signal.aborted) checkpoints.end(source.id, streamArn, shardId);
      },
      signal,
    }),
  );

  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(following);
      checkpoints.close();
      changes?.close();
    },
  };
}

function checkDestination({ id, onFailure }: StreamSource, queues: Map<string, Queue>) {
  const queue = queues.get(onFailure?.split(":").at(-1) ?? "");
  if (onFailure && (!queue || queue.fifo)) {
    throw new CannotStart(`${id}: a stream's failures go to a queue that is not FIFO.`);
  }
}

async function streamOf(endpoint: string, { id, table }: StreamSource): Promise<string> {
  type Described = { Table: { LatestStreamArn?: string } };
  const { Table } = await callDynamoDb<Described>(endpoint, "DescribeTable", { TableName: table });
  if (Table.LatestStreamArn) return Table.LatestStreamArn;
  throw new CannotStart(`${id}: the table ${table} has no stream.`);
}

/** DynamoDB writes no record when nothing changed; other engines do. */
function isWanted(source: StreamSource, record: StreamRecord): boolean {
  const { OldImage, NewImage } = record.dynamodb;
  return !isDeepStrictEqual(OldImage, NewImage) && source.wants(record);
}
