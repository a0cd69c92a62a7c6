import type { Part } from "./part.ts";

type End = () => unknown;

/** Remembers how to end what was begun, the last first. */
export function rememberEnds() {
  const ends: End[] = [];
  const add = (end: End) => void ends.unshift(end);
  let stopping: Promise<void> | undefined;

  return {
    add,
    /** Remembers a part. */
    own: <P extends Part>(part: P): P => {
      add(part.stop);
      return part;
    },
    /** Waits for parts that begin at once; one that cannot begin lets the others end. */
    together: async <P extends Part[]>(...parts: { [I in keyof P]: Promise<P[I]> }): Promise<P> => {
      const settled = await Promise.allSettled(parts);
      for (const each of settled) if (each.status === "fulfilled") add(each.value.stop);
      const failed = settled.find((each) => each.status === "rejected");
      if (failed) throw failed.reason;
      return settled.map((each) => (each as PromiseFulfilledResult<Part>).value) as P;
    },
    /** Ends everything, once. */
    stop: () => {
      stopping ??= (async () => {
        for (const end of ends) await end();
      })();
      return stopping;
    },
  };
}
