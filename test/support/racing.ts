import { unmarshall } from "@aws-sdk/util-dynamodb";
import { callDynamoDb } from "../../infra/local/dynamodb.ts";
import type { Host } from "../../infra/local/start.ts";
import { newId } from "../../shared/model/id.ts";
import type { User } from "../../shared/model/user.ts";
import * as users from "../../shared/table/users.ts";
import { type Answer, newAddress, nobody, signIn } from "./api.ts";
import { borrowHost, startHost } from "./host.ts";
import { until } from "./inbox.ts";
import { tableOf } from "./table.ts";

export const times = (count: number) => Array.from({ length: count }, (_, i) => i);

const atOnce = 6;

const racing = { holdTransactions: 25, concurrency: atOnce };
const started = new Map<string, Promise<void>>();

/** A host whose functions run six requests at once, and whose writes overlap and conflict as they do on AWS. */
export async function borrowRacing() {
  const host = await borrowHost(racing);
  const starting = started.get(host.api) ?? startThreads(host);
  started.set(host.api, starting);
  await starting;
  return host;
}

/** Such a host of a test's own. */
export async function startRacing() {
  const host = await startHost(racing);
  await startThreads(host);
  return host;
}

/** Threads that all start at once start slowly: one after the other, nobody times out over that. */
async function startThreads(host: Host) {
  const guest = nobody(host);
  const person = await signIn(undefined, host);
  const calls = [
    () => person.get("/v1/me"),
    () => person.post("/v1/customers", {}),
    () => guest.post("/v1/invitations/preview", { token: "-" }),
  ];
  for (const others of times(atOnce))
    for (const call of calls)
      await until(async () => {
        const answers = await Promise.all(times(others + 1).map(call));
        return answers.every(({ status }) => status < 500);
      }, "the start");
}

/** People with whom nobody signed in yet, put beside the API: two hundred sign-ins would take long. */
export async function aCrowd(size: number, host: Host): Promise<string[]> {
  const at = new Date();
  const crowd = times(size).map((): User => {
    const email = newAddress("crowd");
    return {
      id: newId("user", at),
      email,
      username: email,
      firstName: "",
      lastName: "",
      language: "en",
      status: "active",
      identities: [],
      version: 1,
      createdAt: at.toISOString(),
      updatedAt: at.toISOString(),
    };
  });
  const items = crowd.flatMap((user) =>
    users.create(user).map(({ key, item }) => ({ ...item, ...key })),
  );
  await Promise.all(items.map((item) => tableOf(host).put(item)));
  return crowd.map(({ id }) => id);
}

/** Asks again, some times, where a request gave up on so many others or on a busy machine: it did nothing. */
export async function insisting(ask: () => Promise<Answer>, times = 20): Promise<Answer> {
  const answer = await ask();
  return answer.status === 503 && times > 1 ? insisting(ask, times - 1) : answer;
}

/** How often each answer came. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const name = [status, body.code].filter(Boolean).join(" ");
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

interface Change {
  was: Record<string, unknown> | undefined;
  is: Record<string, unknown> | undefined;
}

/** Every change of the table, in the order in which they were committed. */
export async function changesOf({ dynamodb }: Host): Promise<Change[]> {
  const ask = (operation: string, input: object) =>
    // biome-ignore lint/suspicious/noExplicitAny: answers of every operation
    callDynamoDb<any>(dynamodb, operation, input);
  const { Table } = await ask("DescribeTable", { TableName: "usher" });
  const StreamArn = Table.LatestStreamArn;
  const { StreamDescription } = await ask("DescribeStream", { StreamArn });
  const changes: Change[] = [];
  for (const { ShardId } of StreamDescription.Shards) {
    const start = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" };
    let { ShardIterator } = await ask("GetShardIterator", start);
    for (let more = true; more; ) {
      const { Records, NextShardIterator } = await ask("GetRecords", { ShardIterator });
      for (const { dynamodb: of } of Records)
        changes.push({ was: read(of.OldImage), is: read(of.NewImage) });
      more = Records.length > 0 && NextShardIterator;
      ShardIterator = NextShardIterator;
    }
  }
  return changes;
}

const read = (image: Parameters<typeof unmarshall>[0] | undefined) => image && unmarshall(image);
