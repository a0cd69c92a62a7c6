import { consumeStream } from "../shared/lambda/consume.ts";
import "../shared/table/client.ts";

/** Begins the work that changes ask for: one operation a task, whatever the stream delivers, however often. */
export const handler = consumeStream(async (key) => {
  const { begin } = await import("./outbox/begin.ts");
  return begin(key, "stream");
});
