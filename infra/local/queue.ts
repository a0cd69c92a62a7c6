import { join } from "node:path";
import { type Operations, serveJson } from "./aws-json.ts";
import { CannotStart } from "./cannot-start.ts";
import { queueSources } from "./event-sources.ts";
import type { Part, Surroundings } from "./part.ts";
import { consumeQueue } from "./queue/consumer.ts";
import { queueOperations } from "./queue/operations.ts";
import { readQueues } from "./queue/settings.ts";
import { openStore } from "./queue/store.ts";

/** Puts a message on a queue of the template, by the queue's ARN. */
export type SendTo = (queueArn: string, body: string) => void;

/** Plays SQS for the template's queues, and Lambda's part of emptying them into functions. */
export async function startQueues(
  surroundings: Pick<Surroundings, "template" | "invoke" | "stateDir" | "now" | "say">,
): Promise<Part & { endpoint: string; send: SendTo }> {
  const { template, stateDir, now } = surroundings;
  const queues = readQueues(template);
  const named = (arn: string) => {
    const queue = queues.get(arn.split(":").at(-1) ?? "");
    if (!queue) throw new CannotStart(`The template has no queue ${arn}.`);
    return queue;
  };
  const sources = queueSources(template).map((source) => ({ source, queue: named(source.arn) }));

  const store = openStore(join(stateDir, "queues.db"), now);
  const consumers = sources.map(({ source, queue }) =>
    consumeQueue(source, queue, { ...surroundings, store }),
  );
  const sent = () => {
    for (const { wake } of consumers) wake();
  };
  const operations: Operations = queueOperations(queues, store, sent);
  const server = await serveJson(operations);

  return {
    endpoint: server.endpoint,
    send: (arn, body) => {
      store.send(named(arn), { body });
      sent();
    },
    stop: async () => {
      await server.stop();
      await Promise.all(consumers.map(({ stop }) => stop()));
      store.close();
    },
  };
}
