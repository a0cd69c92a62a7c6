import { createHash } from "node:crypto";
import { failedItems } from "../batch-response.ts";
import type { QueueSource } from "../event-sources.ts";
import { region } from "../names.ts";
import type { Part, Surroundings } from "../part.ts";
import { attributesOf } from "./operations.ts";
import type { Queue } from "./settings.ts";
import type { Message, Store } from "./store.ts";

type Consumer = Part & { wake: () => void };
type Around = Pick<Surroundings, "invoke" | "say"> & { store: Store };

/** How often a queue is looked at when nothing was sent: messages also come back as time passes. */
const idle = 200;

/** Invokes a function with batches of a queue; what it reports as done is deleted, the rest comes back by itself. */
export function consumeQueue(source: QueueSource, queue: Queue, around: Around): Consumer {
  const { store, invoke, say } = around;
  const running = new Set<Promise<void>>();
  let stopped = false;

  async function run(batch: Message[]) {
    try {
      const answer = await invoke(source.functionId, { Records: batch.map(record) });
      const all = batch.map(({ id }) => id);
      const failed = source.partial ? failedItems(answer, all) : [];
      for (const { id, receipt } of batch) {
        if (failed !== "all" && !failed.includes(id)) store.remove(queue, receipt);
      }
    } catch (error) {
      say(`${queue.name}: ${source.functionId} failed (${(error as Error).message}); again later`);
    }
  }

  function record(message: Message) {
    return {
      messageId: message.id,
      receiptHandle: message.receipt,
      body: message.body,
      attributes: attributesOf(message),
      messageAttributes: {},
      md5OfBody: createHash("md5").update(message.body).digest("hex"),
      eventSource: "aws:sqs",
      eventSourceARN: queue.arn,
      awsRegion: region,
    };
  }

  function wake() {
    while (!stopped && running.size < source.concurrency) {
      const batch = store.receive(queue, source.batchSize);
      if (batch.length === 0) return;
      const work = run(batch).finally(() => {
        running.delete(work);
        wake();
      });
      running.add(work);
    }
  }

  const timer = setInterval(wake, idle);
  wake();
  const stop = async () => {
    stopped = true;
    clearInterval(timer);
    await Promise.all(running);
  };
  return { wake, stop };
}
