import { once } from "node:events";
import type { IncomingMessage } from "node:http";

/** The body, read to its end so that the client hears the answer; nothing if it is larger than `most`. */
export function bodyOf(message: IncomingMessage): Promise<Buffer>;
export function bodyOf(message: IncomingMessage, most: number): Promise<Buffer | undefined>;
export async function bodyOf(
  message: IncomingMessage,
  most = Number.POSITIVE_INFINITY,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Every call to AWS comes by here twice: iterating, or Node's own consumers, would take several times as long.
  message.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  });
  await once(message, "end");
  return size <= most ? Buffer.concat(chunks) : undefined;
}
