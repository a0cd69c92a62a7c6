import type { InnerAnswer, InnerCall } from "../../shared/lambda/inner-call.ts";
import type { ImportedLine } from "../../shared/model/imported-line.ts";
import type { User } from "../../shared/model/user.ts";
import type { Need, Outcome } from "./outcome.ts";

/** A line that is about to be imported. */
export interface Line<Data = Record<string, unknown>> {
  index: number;
  kind: ImportedLine["kind"];
  /** By which it is known again. */
  key: string;
  /** What it says, checked. */
  data: Data;
  /** What it is known by in the export that it comes from. */
  from: string | undefined;
  /** The line as it came, without what it says besides: nothing that others may have to agree to rests on that. */
  raw: ImportedLine;
}

/** What importing a line works with. */
export interface Importing {
  now: Date;
  isRehearsal: boolean;
  /** Makes a call for a line; `raw` is what is imported again once others have agreed, `newcomer` whom it makes known. */
  call(raw: ImportedLine, call: InnerCall, newcomer?: User): Promise<InnerAnswer>;
}

/** How lines of a kind are known again, what they rest on, and how they are imported. */
export interface ImportKind<Data = never> {
  keyOf(data: Data, from: string | undefined): string;
  needs?(data: Data): Need[];
  take(line: Line<Data>, importing: Importing): Promise<Outcome>;
}
