import type { Context, DynamoDBStreamEvent } from "aws-lambda";
import { consumeStream } from "../shared/lambda/consume.ts";
import "../shared/table/client.ts";

const consume = consumeStream(async (key) => {
  const { deliver } = await import("./outbox/deliver.ts");
  return deliver(key);
});

const sweep = async () => {
  const { sweepLetters } = await import("./schedules/letters.ts");
  return sweepLetters();
};

/** Sends letters: those that the table's stream brings, and each minute those that have waited too long. */
export const handler = (event: DynamoDBStreamEvent | { schedule: "letters" }, context: Context) =>
  "schedule" in event ? sweep() : consume(event, context);
