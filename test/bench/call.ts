import type { Caller } from "../support/api.ts";
import type { Scene } from "./scene.ts";

/** A request that is ready to be made. */
export interface Call {
  by: Caller;
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** The status that it is answered with, where that is not the usual one. */
  status?: number;
}

/** How requests of one noun are made ready, by the name of their endpoint and what sets one apart. */
export type Calls = Record<string, (scene: Scene) => Call | Promise<Call>>;

/** `members.list of 25` → `members.list`. */
export const endpointOf = (name: string) => name.split(" ")[0] as string;

/** Whatever version there is: a benchmark has no rival. */
export const anyVersion = { "if-match": "*" };
