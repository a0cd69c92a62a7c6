import { consumeStream } from "../shared/lambda/consume.ts";
import { begin } from "./outbox/begin.ts";

/** Begins the work that changes ask for: one operation a task, whatever the stream delivers, however often. */
export const handler = consumeStream((key) => begin(key, "stream"));
