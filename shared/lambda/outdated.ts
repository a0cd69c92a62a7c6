import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "../model/refusal.ts";
import { Outdated } from "../table/commit.ts";
import { pauseBefore } from "../table/pause.ts";

/** Starts over when what was read turned out to be outdated, until the deadline. */
export async function whileOutdated<T>(attemptNow: () => Promise<T>, deadline: Date): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptNow();
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
      const pause = pauseBefore(attempt);
      if (Date.now() + pause > deadline.getTime())
        throw new Refusal(
          "unavailable",
          "Others are changing the same thing. Try again in a moment.",
        );
      await wait(pause);
    }
  }
}
