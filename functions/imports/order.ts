import { kindsOfThings, type ThingKind } from "../../shared/model/thing-kind.ts";
import type { Line } from "./importing.ts";
import { rankOf } from "./kinds.ts";

/** Lines in steps: nothing rests on what comes in its own step or later, and no key is twice in one step. */
export function stepsOf(lines: readonly Line[]): Line[][] {
  const parents = new Map(
    lines.flatMap(({ kind, data }) =>
      kind === "customer" ? [[String(data.id), data.parentId as string | undefined] as const] : [],
    ),
  );
  const times = new Map<string, number>();
  const stepOf = (line: Line) => {
    const name = `${line.kind} ${line.key}`;
    const before = times.get(name) ?? 0;
    times.set(name, before + 1);
    return [rankOf(line.kind), rankIn(line, parents), before];
  };
  const steps = Map.groupBy(lines, (line) => stepOf(line).map(inOrder).join(" "));
  return [...steps.keys()].sort().map((step) => steps.get(step) as Line[]);
}

const inOrder = (n: number) => String(n).padStart(4, "0");

/** Customers come after those above them, views after what they show. */
function rankIn({ kind, data }: Line, parents: ReadonlyMap<string, string | undefined>): number {
  if (kind === "thing") return kindsOfThings.indexOf(data.things as ThingKind);
  if (kind !== "customer") return 0;
  let depth = 0;
  for (let above = parents.get(String(data.id)); above && depth < parents.size; depth++)
    above = parents.get(above);
  return depth;
}
