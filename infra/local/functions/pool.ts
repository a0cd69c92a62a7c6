import type { Thread } from "./thread.ts";

/** A function's threads: as many as there are events at once, up to a limit; further events wait. */
export type Pool = {
  run: (event: string, trace: string) => Promise<unknown>;
  /** Ends the threads that are in the middle of an event. */
  kill: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Makes an empty pool; threads start with the first events. */
export function startPool(start: (ended: (thread: Thread) => void) => Thread, limit: number): Pool {
  const idle: Thread[] = [];
  const busy = new Set<Thread>();
  const waiting: (() => void)[] = [];
  let stopped = false;

  const ended = (thread: Thread) => {
    busy.delete(thread);
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
  };

  async function take(): Promise<Thread> {
    while (idle.length === 0 && busy.size >= limit) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    if (stopped) throw new Error("The local host is stopping.");
    const thread = idle.pop() ?? start(ended);
    busy.add(thread);
    return thread;
  }

  return {
    run: async (event, trace) => {
      const thread = await take();
      try {
        return await thread.run(event, trace);
      } finally {
        if (busy.delete(thread) && !stopped) idle.push(thread);
        waiting.shift()?.();
      }
    },
    kill: async () => void (await Promise.all([...busy].map((thread) => thread.end()))),
    stop: async () => {
      stopped = true;
      for (const wake of waiting.splice(0)) wake();
      await Promise.all([...idle, ...busy].map((thread) => thread.end()));
    },
  };
}
