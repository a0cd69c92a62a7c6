import { setTimeout as wait } from "node:timers/promises";
import { indexed, keys } from "../../shared/table/schema.ts";
import { tableOf } from "./table.ts";

/**
 * Gives what ends in a moment, and says when. Is the end there before all of it was done, as on a slow machine,
 * it is given again with an end further on.
 */
export async function endingSoon(give: (expiresAt: string) => Promise<boolean>): Promise<string> {
  for (let ahead = 1_000; ahead < 100_000; ahead *= 3) {
    const expiresAt = new Date(Date.now() + ahead).toISOString();
    if (await give(expiresAt)) return expiresAt;
  }
  throw new Error("what ends soon was refused, or not seen before its end");
}

/** As `endingSoon`, and waits for the end. */
export async function endedNow(give: (expiresAt: string) => Promise<boolean>): Promise<string> {
  const expiresAt = await endingSoon(give);
  await wait(Date.parse(expiresAt) - Date.now() + 1);
  return expiresAt;
}

export const longAgo = "2020-01-01T00:00:00.000Z";

/** Lets the roles of a principal on a customer, or on one of its projects, have ended long ago. */
export async function endedLongAgo(binding: {
  principal: string;
  customer: string;
  project?: string;
}) {
  const { project = "" } = binding;
  const key = project
    ? keys["project binding"]({ ...binding, project })
    : keys["customer binding"](binding);
  const roles = (await tableOf().get(key))?.roles as Record<string, object>;
  const ended = Object.entries(roles).map(([role, held]) => [
    role,
    { ...held, expiresAt: longAgo },
  ]);
  await tableOf().change(key, {
    roles: Object.fromEntries(ended),
    ...(!project && { ends: longAgo }),
    ...indexed.end({ ...binding, project, end: longAgo }),
  });
}
