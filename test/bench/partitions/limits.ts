import type { Faults } from "../../../infra/local/proxy/faults.ts";
import { type Write, writesOf } from "../recorder.ts";
import { shareOf } from "../units.ts";

/** Units a second that one partition gives (DynamoDB Developer Guide, "Burst and adaptive capacity"). */
const perSecond = { write: 1_000, read: 3_000 };
type Kind = keyof typeof perSecond;

/** What lists ask for, in units of 4 KB: a thing has some 400 bytes. */
const thingsPerUnit = 10;

/** Throttles as DynamoDB does, on a clock of its own that goes so many seconds in one of ours. */
export function createLimits(speed: number) {
  const seconds = () => (performance.now() / 1000) * speed;
  const buckets = new Map<string, { left: number; at: number }>();
  const items = new Map<string, Write["after"]>();
  const counted = { units: 0, throttled: 0, since: seconds() };
  // Nothing was saved up before.
  const start = seconds();

  function bucket(kind: Kind, partition: string) {
    const [most, now] = [perSecond[kind], seconds()];
    const { left, at } = buckets.get(`${kind} ${partition}`) ?? { left: 0, at: start };
    const found = { left: Math.min(most, left + (now - at) * most), at: now };
    buckets.set(`${kind} ${partition}`, found);
    return found;
  }

  /** All of it, or nothing. */
  function take(kind: Kind, shares: readonly [string, number][]): boolean {
    const sums = new Map<string, number>();
    for (const [partition, units] of shares)
      sums.set(partition, (sums.get(partition) ?? 0) + units);
    const wanted = [...sums].map(([name, units]) => ({ units, from: bucket(kind, name) }));
    if (wanted.some(({ units, from }) => from.left < units)) return false;
    for (const { units, from } of wanted) from.left -= units;
    return true;
  }

  const faults: Faults = ({ service, operation, input }) => {
    if (service !== "dynamodb") return undefined;
    const writes = writesOf({ operation, input }).map((write) => ({
      ...write,
      before: items.get(JSON.stringify(write.key)),
    }));
    const shares = writes.flatMap(shareOf);
    const isGiven = take("write", shares) && take("read", readsOf(operation, input));
    if (!isGiven) {
      counted.throttled += 1;
      return { error: "ThrottlingException" };
    }
    for (const { key, after } of writes) items.set(JSON.stringify(key), after);
    counted.units += shares.reduce((sum, [, units]) => sum + units, 0);
    return undefined;
  };

  return {
    faults,
    /** Counts anew from now on. */
    begin: () => Object.assign(counted, { units: 0, throttled: 0, since: seconds() }),
    /** What went through since, and how long that was on this clock. */
    count: () => ({ ...counted, seconds: seconds() - counted.since }),
  };
}

type Input = Record<string, unknown>;

/** What a request reads, before anybody knows how much it finds. */
function readsOf(operation: string, input: Input): [string, number][] {
  const { RequestItems = {}, ExpressionAttributeValues = {}, IndexName = "table", Limit } = input;
  if (operation === "BatchGetItem")
    return Object.values(RequestItems as Record<string, { Keys: { pk: { S: string } }[] }>)
      .flatMap(({ Keys }) => Keys)
      .map(({ pk }) => [`table ${pk.S}`, 1]);
  if (operation !== "Query") return [];
  const [partition] = Object.values(ExpressionAttributeValues as Record<string, { S?: string }>);
  return [[`${IndexName} ${partition?.S}`, Math.ceil(Number(Limit ?? 25) / thingsPerUnit)]];
}
