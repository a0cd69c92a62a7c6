import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Surroundings } from "../../../infra/local/part.ts";
import { readTemplate } from "../../../infra/local/template.ts";
import { assembly, origins } from "./assembly.ts";

type Resources = Parameters<typeof assembly>[0]["resources"];

/** What a part of the host is given in a test: a stack of these resources, a state folder of its own, and what the test says. */
export function surroundings(resources: Resources, rest: Partial<Surroundings> = {}): Surroundings {
  const stateDir = mkdtempSync(join(tmpdir(), "usher-state-"));
  onTestFinished(() => rmSync(stateDir, { recursive: true }));
  return {
    template: readTemplate(assembly({ resources }), origins),
    invoke: async (id) => {
      throw new Error(`The test has no function ${id}.`);
    },
    dynamodb: "",
    stateDir,
    now: Date.now,
    say: () => {},
    ...rest,
  };
}
