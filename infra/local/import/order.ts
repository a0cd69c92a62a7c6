/** Kinds of lines in the order in which they are sent: nothing rests on what comes later. */
export const kinds = [
  "customer",
  "custom-role",
  "group",
  "member",
  "group-role",
  "group-member",
  "api-user",
  "customer-group",
  "grouped-customer",
  "customer-group-member",
  "invitation",
  "project",
  "tenant",
  "project-member",
  "project-group-role",
  "thing-group",
  "thing",
  "access-request",
  "event",
];

const things = ["devices", "assets", "entity-views", "dashboards"];

const levels = 16;

interface Line {
  kind?: unknown;
  data?: { id?: unknown; parentId?: unknown; things?: unknown };
}

/** What is known of a line before it is sent. */
export interface Rank {
  kind: number;
  /** Of things, which kind of them; of customers, nothing yet. */
  within: number;
  customer?: { id: string; parentId: string | undefined };
}

/** Where a line stands in the order. What is of no kind comes first: it is refused anyway. */
export function rankOf({ kind, data }: Line): Rank {
  const at = kinds.indexOf(String(kind));
  const within = kind === "thing" ? Math.max(0, things.indexOf(String(data?.things))) : 0;
  if (kind !== "customer" || typeof data?.id !== "string") return { kind: at, within };
  const parentId = typeof data.parentId === "string" ? data.parentId : undefined;
  return { kind: at, within, customer: { id: data.id, parentId } };
}

export const phaseOf = ({ kind, within }: Rank) => (kind + 1) * levels + within;

/** How many customers of the file stand above one; no more than may. */
export function depthOf(id: string, parents: ReadonlyMap<string, string | undefined>): number {
  let depth = 0;
  for (let above = parents.get(id); above && parents.has(above) && depth < levels - 1; depth++)
    above = parents.get(above);
  return depth;
}

/** Things go in bulk; other lines are a call each, and are sent in smaller portions. */
export const linesAtOnce = (phase: number) =>
  Math.floor(phase / levels) - 1 === kinds.indexOf("thing") ? 500 : 100;
