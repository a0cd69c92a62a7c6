import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { Refusal, type RefusalCode } from "../model/refusal.ts";
import { client, type Item, type Key } from "./client.ts";
import { merged } from "./merge.ts";
import { pauseBefore } from "./pause.ts";
import { type AwsError, inputOf, newMark, writeOne } from "./write-one.ts";

/** Thrown when a write met a state other than the one it was planned on: read again and plan anew. */
export class Outdated extends Error {}

/** Thrown when a rehearsed write would have been written. */
class Rehearsed extends Error {}

/** Thrown when the table still shows what was before a letter or a task: the same read succeeds in a moment. */
export class TooEarly extends Error {}

/** A change of one item, and what it means when its condition does not hold. */
export interface Write {
  do: "put" | "update" | "delete" | "check";
  key: Key;
  item?: Item;
  set?: string;
  when?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
  /** The refusal to answer with, or one made of the item that stood in the way; "outdated" plans anew. */
  orElse?: "outdated" | RefusalCode | Refusal | ((found: Item | undefined) => "outdated" | Refusal);
}

export const absent = "attribute_not_exists(pk)";
export const present = "attribute_exists(pk)";

/** Puts an item that must not be there yet. */
export const add = (item: Item & Key, orElse: NonNullable<Write["orElse"]>): Write => ({
  do: "put",
  key: { pk: item.pk, sk: item.sk },
  item,
  when: absent,
  orElse,
});

/** A check that never holds: the transaction that ends with it is judged, condition by condition, and not written. */
const neverHolds: Write = {
  do: "check",
  key: { pk: "NOWHERE", sk: "@" },
  when: present,
  orElse: () => "outdated",
};

/** Says whether the same would be written now, without writing it: every condition is looked at, and each that fails means what it means otherwise. */
export async function rehearse(planned: readonly Write[], deadline: Date): Promise<void> {
  if (planned.length === 0) return;
  try {
    await commit([...planned, neverHolds], deadline);
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
}

/** Writes everything or nothing. Conflicts and throttling are tried again until the deadline, failed conditions never. Who plans anew when outdated need not wait for others who change the same. */
export async function commit(
  planned: readonly Write[],
  deadline: Date,
  { plansAnew = false } = {},
): Promise<void> {
  const writes = merged(planned);
  const mark = newMark();
  let token: string = randomUUID();
  for (let attempt = 0; ; attempt++) {
    try {
      return await send(writes, token, mark);
    } catch (error) {
      token = tokenAfter(error as AwsError, token);
      const answer = refusalOf(writes, error);
      if (answer !== "again") throw answer;
      if (plansAnew && isOvertaken(writes, error)) throw new Outdated("others write the same");
      const pause = pauseBefore(attempt);
      if (Date.now() + pause > deadline.getTime())
        throw new Refusal(
          "unavailable",
          "Others are changing the same thing. Try again in a moment.",
          {
            retryAfter: 2,
          },
        );
      await wait(pause);
    }
  }
}

/** What is still under way may succeed: by another token it would then meet itself. */
const tokenAfter = ({ name }: AwsError, token: string) =>
  name === "TransactionInProgressException" ? token : randomUUID();

async function send(writes: readonly Write[], ClientRequestToken: string, mark: string) {
  const [first, ...more] = writes;
  if (!first) return;
  if (more.length === 0 && first.do !== "check") {
    await writeOne(first, mark);
    return;
  }
  const TransactItems = writes.map(actionOf);
  // With a token the SDK's own retry after a lost answer changes nothing more.
  await client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));
}

function actionOf(write: Write): NonNullable<TransactWriteCommandInput["TransactItems"]>[number] {
  const { Key, UpdateExpression, ...rest } = inputOf(write);
  switch (write.do) {
    case "put":
      return { Put: { ...rest, Item: write.item } };
    case "update":
      return { Update: { ...rest, Key, UpdateExpression } };
    case "delete":
      return { Delete: { ...rest, Key } };
    case "check":
      return { ConditionCheck: { ...rest, Key, ConditionExpression: write.when } };
  }
}

const passing = [
  "TransactionConflict",
  "TransactionConflictException",
  "TransactionInProgressException",
  "ThrottlingError",
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "RequestLimitExceeded",
];

/** What a failed write means: try it again, plan it anew, refuse it, or an error nobody foresaw. */
function refusalOf(writes: readonly Write[], error: unknown): "again" | Error {
  const { name, Item, CancellationReasons = [] } = error as AwsError;
  if (name === "ConditionalCheckFailedException") return meaningOf(writes[0], Item);
  const failed = CancellationReasons.findIndex(({ Code }) => Code === "ConditionalCheckFailed");
  if (failed >= 0) return meaningOf(writes[failed], CancellationReasons[failed]?.Item);
  if (passing.includes(name)) return "again";
  if (CancellationReasons.some(({ Code = "" }) => passing.includes(Code))) return "again";
  return error as Error;
}

/** True when others are changing what was read: once they are done this would fail, and hold up the next in line meanwhile. A check or a count may well hold the next time. */
const isOvertaken = (writes: readonly Write[], error: unknown) =>
  ((error as AwsError).CancellationReasons ?? []).some(
    ({ Code }, i) => Code === "TransactionConflict" && /put|delete/.test(writes[i]?.do ?? ""),
  );

function meaningOf(write: Write | undefined, found?: Record<string, AttributeValue>): Error {
  if (write?.key === neverHolds.key) return new Rehearsed();
  const orElse =
    typeof write?.orElse === "function" ? write.orElse(found && unmarshall(found)) : write?.orElse;
  if (orElse === undefined || orElse === "outdated")
    return new Outdated(`${write?.do} ${write?.key.pk}`);
  return orElse instanceof Refusal ? orElse : new Refusal(orElse);
}
