import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Place } from "../scene.ts";
import type { Order, Sight } from "./host.ts";

/** A host in a process of its own, on a state folder and ports that outlive it. */
export type KillableHost = Awaited<ReturnType<typeof startKillableHost>>;

/** Starts one and waits until it is ready. */
export async function startKillableHost(stateDir: string) {
  let child = startProcess(stateDir, {});
  const at: Place & { aws: string } = await answerOf(child);
  const tell = (order: Order): Promise<Sight> => {
    const answer = answerOf<Sight>(child);
    child.send(order);
    return answer;
  };
  return {
    at,
    move: (milliseconds: number) => tell({ do: "move", milliseconds }),
    sweep: () => tell({ do: "sweep" }),
    look: () => tell({ do: "look" }),
    /** Ends the worker in the middle of a step, as a crash does, and lets the time pass after which its message comes again. */
    killWorker: async () => {
      await tell({ do: "kill" });
      await tell({ do: "move", milliseconds: 130_000 });
    },
    /** Ends the whole host as a power cut does, and starts another one in its place. */
    killHost: async () => {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
      child = startProcess(stateDir, at);
      Object.assign(at, await answerOf(child));
    },
    end: async () => {
      const exited = once(child, "exit");
      await tell({ do: "end" });
      await exited;
    },
  };
}

const startProcess = (stateDir: string, at: Partial<Place>) => {
  const ports = [at.api, at.inbox, at.issuer].map((origin) =>
    origin ? new URL(origin).port : "0",
  );
  return fork(join(import.meta.dirname, "host.ts"), [stateDir, ...ports]);
};

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const listening = new AbortController();
  const { signal } = listening;
  const failed = once(child, "exit", { signal }).then(() =>
    Promise.reject(new Error("The host ended")),
  );
  failed.catch(() => {});
  const [answer] = await Promise.race([once(child, "message"), failed]);
  listening.abort();
  return answer;
}
