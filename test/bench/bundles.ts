import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { buildBundles, buildOptions } from "../../infra/bundle.ts";
import { endpoints } from "../../infra/routes.ts";
import { buildWithContracts } from "./bundles/more-contracts.ts";
import { type Bench, p50, type Row, round } from "./result.ts";

/** How much longer a bundle takes to import than the bare table client, in fresh processes. */
const most = 1.4;

/** Contracts that must not slow a function's start. */
const contracts = 150;

export const bundles: Bench = async ({ imports }, say) => {
  const folder = mkdtempSync(join(tmpdir(), "usher-bench-"));
  try {
    const files = build(folder);
    const times = new Map(Object.keys(files).map((name) => [name, [] as number[]]));
    for (let run = 0; run < imports; run++) {
      for (const [name, file] of Object.entries(files)) times.get(name)?.push(importTime(file));
      if ((run + 1) % 10 === 0) say(`${run + 1} of ${imports} imports of each`);
    }
    const bare = p50(times.get("bare table client") ?? []);
    const rows = Object.entries(files).map(([name, file]): Row => {
      const code = readFileSync(file);
      const milliseconds = p50(times.get(name) ?? []);
      const figures = {
        KB: round(code.length / 1024, 0),
        "KB gzip": round(gzipSync(code).length / 1024, 0),
        "import ms": round(milliseconds, 1),
        ratio: round(milliseconds / bare),
      };
      return { what: name, figures, bar: { figure: "ratio", most } };
    });
    return { title: "Bundles, and their import in fresh processes", rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Builds everything there is to compare; answers the files by name. */
function build(folder: string): Record<string, string> {
  const bare = join(folder, "bare", "index.js");
  const entryPoints = [join(import.meta.dirname, "bundles", "table-client.ts")];
  buildSync({ ...buildOptions, entryPoints, outfile: bare });
  const own = Object.entries(buildBundles(join(folder, "own"))).map(
    ([name, built]) => [name, join(built, "index.js")] as const,
  );
  const many = buildWithContracts(contracts, endpoints.length, join(folder, "more"));
  return {
    "bare table client": bare,
    ...Object.fromEntries(own),
    [`http with ${many} contracts`]: join(folder, "more", "bundles", "http", "index.js"),
  };
}

/** Milliseconds that a fresh process takes to import a file. */
function importTime(file: string): number {
  const timed = `const began = performance.now(); require(${JSON.stringify(file)}); console.log(performance.now() - began)`;
  const { stdout } = spawnSync(process.execPath, ["--eval", timed], {
    env: { AWS_REGION: "us-east-1", TABLE_NAME: "usher" },
  });
  return Number(stdout);
}
