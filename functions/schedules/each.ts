/** Well inside the time a function has: the next minute goes on. */
const sweepLasts = 20_000;

/** Does what a sweep found to be done, one after the other. What fails holds nothing else up, and is thrown at the end. */
export async function each(acts: readonly (() => Promise<void>)[]) {
  const end = Date.now() + sweepLasts;
  let failure: unknown;
  for (const act of acts) {
    if (Date.now() > end) break;
    await act().catch((error) => {
      failure ??= error;
    });
  }
  if (failure) throw failure;
}
