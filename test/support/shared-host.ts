import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { audit } from "./audit.ts";
import { startHost } from "./host.ts";

declare module "vitest" {
  interface ProvidedContext {
    api: string;
    inbox: string;
    issuer: string;
    dynamodb: string;
    stateDir: string;
  }
}

let end: (() => Promise<void>) | undefined;

/** One host for all tests that need nothing special of it. Every test makes customers of its own; what they leave behind is audited. */
export async function setup(project: TestProject): Promise<void> {
  const host = await startHost();
  end = async () => {
    await audit(host)
      .catch(async (error) => {
        throw new Error(`${await complaints(host)}\n${error.message}`);
      })
      .finally(host.end);
  };
  project.provide("api", host.api);
  project.provide("inbox", host.inbox);
  project.provide("issuer", host.issuer);
  project.provide("dynamodb", host.dynamodb);
  project.provide("stateDir", host.stateDir);
}

/** What the functions warned of last, said before what broke: of long output the end is read. */
async function complaints({ stateDir }: { stateDir: string }): Promise<string> {
  const lines = (await readFile(join(stateDir, "usher.log"), "utf8")).split("\n");
  return lines
    .filter((line) => /"level":"(WARN|ERROR)"/.test(line))
    .slice(-20)
    .map((line) => line.slice(0, 300))
    .join("\n");
}

export const teardown = () => end?.();
