import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Command } from "../recorder.ts";

/** What a process with a function's environment is told to do: handle an event, or send commands wave after wave. */
export type Job = { trace: string } & ({ event: unknown } | { waves: Command[][] });

/** How long it took, and the status that was answered. */
export interface Timed {
  milliseconds: number;
  status: number;
}

type Bare = {
  client: DynamoDBDocumentClient;
  // biome-ignore lint/suspicious/noExplicitAny: commands take the input that is theirs
  commands: Record<string, new (input: any) => any>;
};

const [code = "", bare = ""] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const { handler } = require(code);
const { client, commands }: Bare = require(bare);

process.on("message", async (job: Job) => {
  process.env._X_AMZN_TRACE_ID = job.trace;
  const context = { awsRequestId: randomUUID() };
  const began = performance.now();
  const status = "event" in job ? await handle(job.event, context) : await replay(job.waves);
  process.send?.({ milliseconds: performance.now() - began, status } satisfies Timed);
});

async function handle(event: unknown, context: object): Promise<number> {
  const { statusCode } = await handler(event, context);
  return statusCode;
}

async function replay(waves: Command[][]): Promise<number> {
  for (const wave of waves)
    await Promise.all(
      wave.map(({ operation, input }) => {
        const Sent = commands[operation] as Bare["commands"][string];
        // A second time the same token would do nothing.
        const again = input.ClientRequestToken && { ClientRequestToken: randomUUID() };
        return client.send(new Sent({ ...input, ...again }));
      }),
    );
  return 200;
}
