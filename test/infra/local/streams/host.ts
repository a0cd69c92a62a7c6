import { setTimeout as sleep } from "node:timers/promises";
import type { StreamRecord } from "../../../../infra/local/streams/shard.ts";
import { startStreams } from "../../../../infra/local/streams.ts";
import { readTemplate } from "../../../../infra/local/template.ts";

// A host that a test can kill: it reads a stream and prints the sort key of each record that is done.
const [assembly = "", stateDir = "", dynamodb = ""] = process.argv.slice(2);
const origins = { api: "", aws: "", issuer: "" };
await startStreams(
  {
    template: readTemplate(assembly, origins),
    stateDir,
    dynamodb,
    say: () => {},
    invoke: async (_, event) => {
      for (const { dynamodb } of (event as { Records: StreamRecord[] }).Records) {
        await sleep(1);
        process.stdout.write(`${dynamodb.Keys.sk?.S}\n`);
      }
    },
  },
  { send: () => {} },
);
