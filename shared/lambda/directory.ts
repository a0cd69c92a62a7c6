import { env } from "../env.ts";
import type { FoundPerson } from "../model/people.ts";
import { log } from "./log.ts";

/** Whom to look for: people with the beginning of a name or an address, or one address. */
export type Wanted = { beginning: string } | { address: string | undefined };

/** After this the people known here are answered alone. */
const patience = 1_500;

/** Searches the directory behind the issuer, where one is connected. It is somebody else's, so its failure is an answer. */
export async function searchDirectory(wanted: Wanted) {
  const pool = env.userPoolId;
  const isAsked = "beginning" in wanted || wanted.address !== undefined;
  if (!pool || !isAsked) return { state: "not_searched" as const, people: [] };
  try {
    // Read where one is connected, and only then.
    const { listUsers } = await import("./cognito.ts");
    const people: FoundPerson[] = await listUsers(pool, wanted, AbortSignal.timeout(patience));
    return { state: "searched" as const, people };
  } catch (error) {
    log.warn("directory failed", { name: (error as Error).name });
    return { state: "failed" as const, people: [] };
  }
}
