import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import type { Write } from "../../shared/table/commit.ts";

/** What a part of the work is given to do its things with. */
export interface Work {
  operation: StoredOperation;
  task: Task;
  /** True when an earlier try may have done some of it. */
  again: boolean;
}

/** Things of one sort, and how they are done. Each has an `id`, unless its `project` is one. */
export interface Part<Thing extends object> {
  /** A count of the operation that grows with these besides `done`. */
  counts?: "removed" | "members" | "customers";
  /** True where the total has them already; it grows with all others. */
  isInTotal?: true;
  /** How many are done in one call; one unless said. */
  together?: number;
  /** Calls under way at the same time; 25 unless said. */
  atOnce?: number;
  /** Does some things, at any time and any number of times; answers for each whether there was something to do. A refusal says for good why it cannot be done. */
  take(things: readonly Thing[], work: Work): Promise<readonly boolean[]>;
  /** What the kind remembers once these are done. */
  after?(done: readonly Thing[], work: Work): Record<string, unknown>;
}

/** The next things to do: 500 at most, in less than 16 KB. */
export interface Batch {
  part: string;
  things: readonly object[];
  /** Where the next look goes on. */
  cursor?: string | undefined;
  memory?: Record<string, unknown>;
  /** How many things there will be, where that is known only now. */
  total?: number | undefined;
}

/** How one kind of operation is done: by looking for the next things until there are none. */
export interface Kind {
  // biome-ignore lint/suspicious/noExplicitAny: each part has things of its own
  parts: Record<string, Part<any>>;
  /** What is done before everything else; may be done twice. */
  begin?(task: Task, operation: string): Promise<void>;
  /** How many things there will be, where that is known. */
  total?(task: Task): Promise<number | undefined>;
  /** The next things after the cursor, the same one never twice; undefined when there are none. `later` has it rest until something wakes it, the sweep at the latest. */
  next(operation: StoredOperation, task: Task): Promise<Batch | "later" | undefined>;
  /** Goes on after it was cancelled until `next` has nothing more: what has begun cannot be left as it is. */
  windsUp?: true;
  /** Why it came to nothing, for people, where it did: it has failed then. */
  failure?(operation: StoredOperation): string | undefined;
  /** Told once it has ended; perhaps twice, and perhaps never. */
  ended?(task: Task): Promise<void>;
  /** What is written with the end. */
  finish?(operation: StoredOperation, task: Task, now: Date): Promise<Write[]>;
  /** Looks from the beginning once more a minute after it was asked: what was granted just before may come to light late. */
  looksAgain?(task: Task): boolean;
  /** The same, always, and a minute after it was done: until then what was under way when it began may come. */
  looksLast?(operation: StoredOperation): boolean;
}
