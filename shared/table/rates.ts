import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { env } from "../env.ts";
import { Refusal } from "../model/refusal.ts";
import { client } from "./client.ts";
import { keys } from "./schema.ts";

/** Counts tries of one caller against a limit a day, before anything is done: refused ones count too. */
export async function take(
  caller: string,
  what: string,
  n: number,
  limit: number,
  now: Date,
): Promise<void> {
  const window = now.toISOString().slice(0, 10);
  try {
    await client.send(
      new UpdateCommand({
        TableName: env.tableName,
        Key: keys.rate({ caller, what, window }),
        UpdateExpression: "SET kind = :kind, #ttl = :ttl ADD n :n",
        ConditionExpression: "attribute_not_exists(n) OR n <= :room",
        ExpressionAttributeNames: { "#ttl": "ttl" },
        ExpressionAttributeValues: {
          ":kind": "rate",
          ":n": n,
          ":room": limit - n,
          ":ttl": Math.floor(now.getTime() / 1000) + 2 * 24 * 60 * 60,
        },
      }),
    );
  } catch (error) {
    if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
    throw new Refusal("rate_limited", `You may send ${limit} invitations a day. Go on tomorrow.`, {
      retryAfter: secondsToMidnight(now),
    });
  }
}

const secondsToMidnight = (now: Date) =>
  24 * 60 * 60 - (Math.floor(now.getTime() / 1000) % (24 * 60 * 60));
