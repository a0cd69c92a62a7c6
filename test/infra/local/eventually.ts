import { vi } from "vitest";

/** Waits until an assertion holds, on a busy machine too. */
export function eventually<T>(assertion: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(assertion, { timeout: 300_000, interval: 10 });
}
