import type { Invoke } from "./invoke.ts";
import type { Template } from "./template.ts";

/** What each part of the local host is given. */
export type Surroundings = {
  template: Template;
  invoke: Invoke;
  /** Where the table engine listens; parts of the host reach it directly, functions through the proxy. */
  dynamodb: string;
  stateDir: string;
  /** The host's clock in epoch milliseconds; it may be moved. */
  now: () => number;
  /** Says one readable line to whoever watches the host. */
  say: (line: string) => void;
};

/** A running part of the local host. */
export type Part = { endpoint?: string; stop: () => Promise<void> };
