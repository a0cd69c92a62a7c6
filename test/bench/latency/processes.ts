import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../../infra/bundle.ts";
import {
  environmentOf,
  type FunctionProperties,
} from "../../../infra/local/functions/environment.ts";
import { functionFinder } from "../../../infra/local/functions/find.ts";
import type { Template } from "../../../infra/local/template.ts";
import type { Job, Timed } from "./inside.ts";

/** Processes that each hold a function's bundle beside the bare SDK, in that function's environment. */
export function startProcesses(template: Template, aws: string, variables = {}) {
  const folder = mkdtempSync(join(tmpdir(), "usher-bench-"));
  build({ entryPoints: [join(import.meta.dirname, "commands.ts")] }, folder);
  const bare = join(folder, "index.js");
  const find = functionFinder(template);
  const running = new Map<string, ChildProcess>();

  function start(id: string): ChildProcess {
    const resource = template.get<FunctionProperties>(id);
    return fork(
      join(import.meta.dirname, "inside.ts"),
      [join(template.codeOf(id), "index.js"), bare],
      {
        env: { ...environmentOf(resource, aws), ...variables },
        // Commands hold sets, which JSON has none of.
        serialization: "advanced",
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      },
    );
  }

  return {
    /** Does a job where a function would. */
    run: async (functionId: string, job: Job): Promise<Timed> => {
      const id = find(functionId);
      const child = running.get(id) ?? start(id);
      running.set(id, child);
      child.send(job);
      const answered = new AbortController();
      const { signal } = answered;
      const ended = once(child, "exit", { signal }).then(() => {
        running.delete(id);
        throw new Error(`${id} ended`);
      });
      const [timed] = await Promise.race([once(child, "message"), ended]);
      ended.catch(() => {});
      answered.abort();
      return timed;
    },
    stop: () => {
      for (const child of running.values()) child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}
