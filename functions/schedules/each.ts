import type { Key } from "../../shared/table/client.ts";

/** Well inside the time a function has: the next minute goes on. */
const sweepLasts = 20_000;

/** Handles what a sweep found, one after the other. What cannot be handled holds nothing else up, and is thrown at the end. */
export async function each(found: readonly Key[], handle: (key: Key) => Promise<void>) {
  const end = Date.now() + sweepLasts;
  let failure: unknown;
  for (const key of found) {
    if (Date.now() > end) break;
    await handle(key).catch((error) => {
      failure ??= error;
    });
  }
  if (failure) throw failure;
}
