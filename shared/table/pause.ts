import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds by lot, so that those who met do not meet again. */
export const pauseBefore = (attempt: number) => Math.random() * Math.min(800, 25 * 2 ** attempt);

/** Waits so long. */
export const pause = (attempt: number) => wait(pauseBefore(attempt));
