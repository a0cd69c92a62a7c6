import { env } from "../../shared/env.ts";
import { callerName } from "../../shared/model/caller.ts";

type Named = Parameters<typeof callerName>[0];

/** What a letter calls whoever took something from somebody; nobody where that was themselves. */
export function whoElse(actor?: Named, loser?: Named): string | undefined {
  if (!actor) return env.brandName;
  return actor.id === loser?.id ? undefined : callerName(actor);
}
