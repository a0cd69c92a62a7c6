import { callDynamoDb } from "../dynamodb.ts";

type Shard = { ShardId: string; ParentShardId?: string };
type Described = { StreamDescription: { Shards: Shard[]; LastEvaluatedShardId?: string } };
type Lineage = {
  stream: { endpoint: string; streamArn: string };
  isEnded: (shardId: string) => boolean;
  /** Follows one shard until it ends. */
  follow: (shardId: string) => Promise<void>;
  signal: AbortSignal;
};

/** Follows a stream's shards, each after the one it continues, so that an item's changes keep their order. */
export async function followShards({ stream, isEnded, follow, signal }: Lineage): Promise<void> {
  async function followWithHeirs({ ShardId }: Shard): Promise<void> {
    await follow(ShardId);
    if (signal.aborted) return;
    const heirs = (await shardsOf(stream)).filter((shard) => shard.ParentShardId === ShardId);
    await Promise.all(heirs.map(followWithHeirs));
  }

  const shards = await shardsOf(stream);
  const known = new Set(shards.map(({ ShardId }) => ShardId));
  const mustWait = (parent = "") => known.has(parent) && !isEnded(parent);
  const first = shards.filter(
    ({ ShardId, ParentShardId }) => !isEnded(ShardId) && !mustWait(ParentShardId),
  );
  await Promise.all(first.map(followWithHeirs));
}

async function shardsOf(stream: Lineage["stream"]): Promise<Shard[]> {
  const shards: Shard[] = [];
  let last: string | undefined;
  do {
    const { StreamDescription } = await callDynamoDb<Described>(stream.endpoint, "DescribeStream", {
      StreamArn: stream.streamArn,
      ExclusiveStartShardId: last,
    });
    shards.push(...StreamDescription.Shards);
    last = StreamDescription.LastEvaluatedShardId;
  } while (last);
  return shards;
}
