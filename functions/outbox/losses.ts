import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { isOfGroup } from "./of-group.ts";
import type { Lost } from "./project-access.ts";
import type { Removed } from "./removed.ts";

/** Losses that letters name: more are counted. */
export const namedAtMost = 20;

/** What a cascade remembers from page to page. */
export interface CascadeMemory {
  /** Ids of the first projects lost, for the letter, and which roles a group had on them. */
  lost?: string[];
  lostRoles?: Record<string, readonly string[]>;
  /** What the members that are being seen to have lost so far. */
  lostBy?: Record<string, Lost>;
  /** The last project that a group lost itself, and the last binding of the members that are being seen to. */
  own?: string;
  binding?: string;
}

/** What the cascade remembers by now. */
export const memoryOf = ({ memory = {} }: StoredOperation) => memory as CascadeMemory;

/** What the letters will tell of: of a group, whose loss it is. */
export function losses(
  removed: readonly Removed[],
  operation: StoredOperation,
  task: Task,
): CascadeMemory {
  const { lost = [], lostRoles = {}, lostBy = {} } = memoryOf(operation);
  const isShared = ({ principal }: Removed) => !isOfGroup(task) || principal === task.subject;
  const nameOf = ({ customer, project }: Removed) =>
    customer === task.customer ? project : `${customer}/${project}`;
  const shared = removed.filter(isShared);
  const roles = shared.map((one) => [nameOf(one), one.roles ?? []] as const);
  const own = Object.groupBy(
    removed.filter((one) => !isShared(one)),
    ({ principal }) => principal,
  );
  const added = Object.entries(own).map(([principal, some = []]) => {
    const { projects, count } = lostBy[principal] ?? { projects: [], count: 0 };
    const more = [...projects, ...some.map(nameOf)];
    return [
      principal,
      { projects: more.slice(0, namedAtMost), count: count + some.length },
    ] as const;
  });
  return {
    lost: [...lost, ...shared.map(nameOf)].slice(0, namedAtMost),
    lostRoles: Object.fromEntries([...Object.entries(lostRoles), ...roles].slice(0, namedAtMost)),
    lostBy: { ...lostBy, ...Object.fromEntries(added) },
  };
}
