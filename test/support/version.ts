import type { Caller } from "./api.ts";

/** The version that somebody sees of what is at a path. */
export const versionAt = async ({ get }: Caller, path: string): Promise<number> =>
  (await get(path)).body.version;

/** What a request says that changes this version and no other. */
export const on = (version: number) => ({ "if-match": `"${version}"` });
