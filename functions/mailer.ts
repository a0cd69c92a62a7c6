import type { Context, DynamoDBStreamEvent } from "aws-lambda";
import { consumeStream } from "../shared/lambda/consume.ts";
import { deliver } from "./outbox/deliver.ts";
import { sweepLetters } from "./schedules/letters.ts";

const consume = consumeStream(deliver);

/** Sends letters: those that the table's stream brings, and each minute those that have waited too long. */
export const handler = (event: DynamoDBStreamEvent | { schedule: "letters" }, context: Context) =>
  "schedule" in event ? sweepLetters() : consume(event, context);
