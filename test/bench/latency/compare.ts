import type { Host } from "../../../infra/local/start.ts";
import { type Command, sampledTrace } from "../recorder.ts";
import { plain } from "./documents.ts";
import type { startProcesses } from "./processes.ts";
import { createRewind } from "./rewind.ts";

interface Subject {
  name: string;
  functionId: string;
  event: unknown;
  /** The requests of each wave. */
  asks: string[];
}

interface With {
  host: Pick<Host, "suffer" | "dynamodb">;
  processes: ReturnType<typeof startProcesses>;
  runs: number;
}

/** Until then code is slower than when it is warm: V8 has not compiled it for good. */
const warmUps = 50;

/** Handles an event and sends its commands bare, in turns; everything written is undone in between. */
export async function compare(subject: Subject, { host, processes, runs }: With) {
  const { name, functionId, event } = subject;
  const { remember, rewind } = createRewind(host.dynamodb);
  const handled: number[] = [];
  const bare: number[] = [];

  const handle = async () => {
    const commands: Command[] = [];
    const { root, header: trace } = sampledTrace();
    host.suffer(({ service, trace: of, operation, input }) => {
      if (service !== "dynamodb") return undefined;
      const command = { operation, input };
      if (of.includes(root)) commands.push(command);
      return remember(command);
    });
    const { milliseconds, status } = await processes.run(functionId, { trace, event });
    if (status >= 300) throw new Error(`${name}: ${status}`);
    return { milliseconds, commands };
  };
  const replay = async (commands: Command[]) => {
    const waves = inWaves(subject, commands.map(plain));
    const { milliseconds } = await processes.run(functionId, {
      trace: sampledTrace().header,
      waves,
    });
    return milliseconds;
  };

  for (let run = 0; run < warmUps; run++) {
    const { commands } = await handle();
    await rewind(commands);
    // The first request of a process asks who the caller is; what it then asks for is the warm one.
    if (run === 0) continue;
    await replay(commands);
    await rewind(commands);
  }

  for (let run = 0; run < runs; run++) {
    const { milliseconds, commands } = await handle();
    handled.push(milliseconds);
    await rewind(commands);
    if (commands.length === 0) continue;
    bare.push(await replay(commands));
    await rewind(commands);
  }
  host.suffer();
  return { handled, bare };
}

/** The commands in the waves in which they belong. */
function inWaves({ name, asks }: Subject, commands: Command[]): Command[][] {
  const rest = [...commands];
  const waves = asks.map((wave) => rest.splice(0, wave.split(" + ").length));
  if (rest.length > 0 || waves.at(-1)?.length === 0)
    throw new Error(`${name} asks for something else than its budget says`);
  return waves;
}
