import type { startHost } from "./host.ts";

/** Kills the worker at random requests of its own, as often as wanted; its message comes again when the time for it has passed. Answers how often that was. */
export function killing(
  host: Awaited<ReturnType<typeof startHost>>,
  random: () => number,
  { kills = 20, share }: { kills?: number; share: number },
): () => number {
  let times = 0;
  let isDying = false;
  host.suffer(({ functionId }) => {
    if (!/^Worker/.test(functionId) || isDying || times === kills || random() > share) return;
    times += 1;
    isDying = true;
    void host.kill("Worker").then(() => {
      host.move(125_000);
      isDying = false;
    });
    return random() < 0.5 ? { lose: "answer" } : { error: "InternalServerError" };
  });
  return () => times;
}
