/** One line of what was measured, and the bar that one of its figures must not be above. */
export interface Row {
  what: string;
  figures: Record<string, number>;
  bar?: { figure: string; most: number };
}

/** What one part of the benchmark found. */
export interface Result {
  title: string;
  rows: Row[];
}

/** What a person may set. */
export interface Settings {
  /** Repetitions of each request. */
  runs: number;
  /** What the names of the requests begin with that are measured; empty for all of them. */
  only: string[];
  /** Fresh processes for each import. */
  imports: number;
  /** Project bindings that a cascade removes, or that go with a customer. */
  bindings: number;
  /** Members of a group that a customer removes, each number by itself. */
  members: number[];
  /** Things of one customer, each number by itself. */
  things: number[];
  /** Things of one customer that is held to the limits of partitions. */
  hot: number;
  /** Customers in a tree. */
  customers: number;
  /** People among whom somebody is searched. */
  people: number;
}

/** A part of the benchmark; it says how far it is. */
export type Bench = (settings: Settings, say: (line: string) => void) => Promise<Result>;

export const round = (figure: number, digits = 2) => Number(figure.toFixed(digits));

/** What so large a share of the samples is not above. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

/** The median. */
export const p50 = (samples: readonly number[]) => percentile(samples, 0.5);
