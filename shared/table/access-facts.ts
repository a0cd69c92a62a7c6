import { factsIn, hasOwner } from "./facts-found.ts";
import type { About } from "./facts-scope.ts";
import { wantedFor } from "./facts-wanted.ts";
import { type Find, gather } from "./gather.ts";

export type Asked = About & { principal: string };

/** Reads what decisions about many principals and targets need. What questions share is read once. */
export async function read(asked: readonly Asked[]) {
  const find = await gather((known) => asked.flatMap((one) => wantedFor(one, known)));
  return (now: Date) => asked.map((one) => factsOf(one, find, now));
}

function factsOf(about: Asked, find: Find, now: Date) {
  const { user, group, apiUser, ...facts } = factsIn(about, find);
  return {
    ...{ ...facts, now },
    principal: user ??
      apiUser ?? {
        ...{ id: about.principal, status: group ? "active" : "deleted" },
        platformRoles: group?.platformRoles,
      },
    ...(about.withOwners && { hasLiveOwner: hasOwner(about, find, now) }),
  } as const;
}

export type FactsFound = ReturnType<typeof factsOf>;
