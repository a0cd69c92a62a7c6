import type { StoredOperation } from "../../../shared/model/operation.ts";
import type { Way } from "./walk.ts";

/** What is done to a customer and all that is below it, one after the other. */
type Phase = "check" | "open" | "shut" | "count" | "clean" | "finish" | "unlist";

/** Where a closing stands: in which phase, at which customer, and how far with what belongs to it. */
export interface Place {
  phase: Phase;
  way: Way;
  /** Which cleaner comes next, and where it goes on. */
  stage: number;
  after?: string | undefined;
  /** True when there is nothing more to do. */
  isOver?: boolean;
}

/** The beginning of a phase. */
export const startOf = (phase: Phase, way: Way = []): Place => ({ phase, way, stage: 0 });

/** Where an operation goes on; a last look only cleans, and forgets what was below. */
export function placeOf({ cursor, state, asked, memory }: StoredOperation): Place | undefined {
  if (cursor !== undefined) return JSON.parse(cursor) as Place;
  if (state === "done") return memory?.isBlocked ? undefined : startOf("clean");
  return startOf(asked.input?.recursive === true ? "check" : "count");
}
