import * as z from "zod/mini";
import type { AdminRecord } from "../model/admin.ts";
import { lazy } from "../model/lazy.ts";
import { endsToTell, toldFrom } from "../model/reminder.ts";
import { firstEndOf, type HeldRoles } from "../model/role.ts";
import { storedInstant } from "../model/text.ts";
import { get, type Key } from "./client.ts";
import type { Write } from "./commit.ts";
import { due } from "./due.ts";
import { keys } from "./schema.ts";

/** Up to which end of their roles on the platform somebody was told: beside the record, which waits on the index for other things. */
const PlatformEnds = lazy(() =>
  z.object({
    principal: z.string(),
    /** Version of the record with which the roles changed last. */
    version: z.int(),
    reminded: z.optional(storedInstant()),
  }),
);
export type PlatformEnds = z.infer<ReturnType<typeof PlatformEnds>>;

/** What was told of the ends at a key. */
export async function read(key: Key): Promise<PlatformEnds | undefined> {
  const item = await get(key);
  return item && PlatformEnds().parse(item);
}

/** Has the sweep look at roles that changed, where some of them end or ended: it knows what was told before. */
export const follow = (
  { id: principal, version, platformRoles = {} }: AdminRecord,
  before: HeldRoles,
): Write[] =>
  firstEndOf(before) || firstEndOf(platformRoles)
    ? [update({ principal, version }, platformRoles)]
    : [];

/** Writes down up to which end somebody was told, as long as nobody changed their roles meanwhile. */
export function mark(told: PlatformEnds, roles: HeldRoles, reminded: string): Write {
  const write = update({ ...told, reminded }, roles);
  const before = told.reminded ? "reminded = :before" : "attribute_not_exists(reminded)";
  return {
    ...write,
    when: `version = :version AND ${before}`,
    values: { ...write.values, ...(told.reminded && { ":before": told.reminded }) },
    orElse: "outdated",
  };
}

function update({ principal, version, reminded }: PlatformEnds, roles: HeldRoles): Write {
  const [end] = endsToTell(roles, reminded);
  const waits = end && due({ at: toldFrom(end), kind: "end", id: principal });
  const said = {
    principal,
    version,
    kind: "platform role ends",
    ...(reminded && { reminded }),
    ...(waits && { duepk: waits.duepk, duesk: waits.duesk }),
  };
  const set = Object.keys(said).map((name) => `${name} = :${name}`);
  return {
    do: "update",
    key: keys["platform role ends"]({ principal }),
    set: `SET ${set.join(", ")}${waits ? "" : " REMOVE duepk, duesk"}`,
    values: Object.fromEntries(Object.entries(said).map(([name, value]) => [`:${name}`, value])),
  };
}
