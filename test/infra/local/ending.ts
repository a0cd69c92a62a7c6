import { onTestFinished } from "vitest";
import type { Part } from "../../../infra/local/part.ts";

/** Ends a part of the host once: when the test says so, or else with the test. */
export function ending({ stop }: Part): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  const end = () => {
    stopped ??= stop();
    return stopped;
  };
  onTestFinished(end);
  return end;
}
