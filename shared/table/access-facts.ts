import { factsIn, hasOwner } from "./facts-found.ts";
import type { About } from "./facts-scope.ts";
import { wantedFor } from "./facts-wanted.ts";
import { type Find, gather } from "./gather.ts";

export type Asked = About & { principal: string };

/** Reads what decisions about many principals and targets need. What questions share is read once, and equal questions have the very same facts. */
export async function read(asked: readonly Asked[]) {
  const names = asked.map(nameOf);
  const each = new Map(asked.map((one, i) => [names[i] as string, one]));
  const find = await gather((known) => [...each.values()].flatMap((one) => wantedFor(one, known)));
  return (now: Date) => {
    const found = new Map([...each].map(([name, one]) => [name, factsOf(one, find, now)]));
    return names.map((name) => found.get(name) as FactsFound);
  };
}

/** Equal questions have the same name. */
const nameOf = ({ principal, customer, project, withOwners = false }: Asked) =>
  `${principal}\n${customer}\n${project}\n${withOwners}`;

function factsOf(about: Asked, find: Find, now: Date) {
  const { user, group, apiUser, ...facts } = factsIn(about, find);
  const { customer, ancestors } = facts;
  // A group counts on its own customer and below; one of the platform anywhere.
  const line = [undefined, customer?.id, ...ancestors.map((above) => above.customer.id)];
  const isKnown = group !== undefined && line.includes(group.customer);
  return {
    ...facts,
    now,
    principal: user ??
      apiUser ?? {
        id: about.principal,
        status: isKnown ? "active" : "deleted",
        platformRoles: group?.platformRoles,
      },
    ...(about.withOwners && { hasLiveOwner: hasOwner(about, find, now) }),
  } as const;
}

export type FactsFound = ReturnType<typeof factsOf>;
