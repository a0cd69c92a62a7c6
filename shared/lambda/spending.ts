import * as rates from "../table/rates.ts";

/** What one request takes of its caller's limits of the day. */
export interface Spending {
  /** Takes as much as is needed in all: what was taken before the request started over counts. */
  take(caller: string, what: string, n: number, limit: number, now: Date): Promise<void>;
  /** Gives back what was not used. */
  keep(used: number): Promise<void>;
}

/** Nothing taken yet. */
export function createSpending(): Spending {
  let taken = 0;
  let under = Promise.resolve();
  let giveBack = async (_: number): Promise<unknown> => undefined;
  return {
    take: (caller, what, n, limit, now) => {
      const more = n - taken;
      if (more <= 0) return under;
      under = rates.take(caller, what, more, limit, now).then(() => {
        taken = n;
        giveBack = (unused) => rates.giveBack(caller, what, unused, now);
      });
      return under;
    },
    keep: async (used) => {
      // What is under way may still succeed when something beside it was refused.
      await under.catch(() => {});
      const unused = taken - used;
      taken = Math.min(taken, used);
      if (unused > 0) await giveBack(unused);
    },
  };
}
