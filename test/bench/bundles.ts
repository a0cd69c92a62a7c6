import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildBundles, build as bundle } from "../../infra/bundle.ts";
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
    const seen = new Map(Object.keys(files).map((name) => [name, [] as Import[]]));
    for (let run = 0; run < imports; run++) {
      for (const [name, file] of Object.entries(files)) seen.get(name)?.push(importOf(file));
      if ((run + 1) % 10 === 0) say(`${run + 1} of ${imports} imports of each`);
    }
    const timeOf = (name: string) => p50((seen.get(name) ?? []).map(({ time }) => time));
    const codeOf = (name: string) =>
      Buffer.concat(seen.get(name)?.[0]?.files.map((file) => readFileSync(file)) ?? []);
    const bare = { time: timeOf("bare table client"), size: codeOf("bare table client").length };
    const rows = Object.entries(files).map(([name, file]): Row => {
      const code = codeOf(name);
      const milliseconds = timeOf(name);
      const figures = {
        "whole KB": round(sizeOf(dirname(file)) / 1024, 0),
        "start KB": round(code.length / 1024, 0),
        "start KB gzip": round(gzipSync(code).length / 1024, 0),
        "size ratio": round(code.length / bare.size),
        "import ms": round(milliseconds, 1),
        ratio: round(milliseconds / bare.time),
      };
      return { what: name, figures, bar: { figure: "ratio", most } };
    });
    return { title: "Bundles, and their import in fresh processes", rows };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** All that is deployed of a bundle: use cases, and what they serve and load, too. */
const sizeOf = (folder: string) =>
  globSync(join(folder, "**/*"))
    .map((file) => statSync(file))
    .reduce((sum, stats) => sum + (stats.isFile() ? stats.size : 0), 0);

/** Builds everything there is to compare; answers the files by name. */
function build(folder: string): Record<string, string> {
  const client = join(import.meta.dirname, "bundles", "table-client.ts");
  bundle({ entryPoints: [client] }, join(folder, "bare"));
  const own = Object.entries(buildBundles(join(folder, "own"))).map(
    ([name, built]) => [name, join(built, "index.js")] as const,
  );
  const many = buildWithContracts(contracts, endpoints.length, join(folder, "more"));
  return {
    "bare table client": join(folder, "bare", "index.js"),
    ...Object.fromEntries(own),
    [`http with ${many} contracts`]: join(folder, "more", "bundles", "http", "index.js"),
  };
}

interface Import {
  /** In milliseconds. */
  time: number;
  /** All that were read: what a bundle reads only when it is asked for is not among them. */
  files: string[];
}

/** How a fresh process imports a file. */
function importOf(file: string): Import {
  const timed = [
    `const began = performance.now(); require(${JSON.stringify(file)});`,
    "const time = performance.now() - began;",
    "console.log(JSON.stringify({ time, files: Object.keys(require.cache) }));",
  ];
  const { stdout } = spawnSync(process.execPath, ["--eval", timed.join("\n")], {
    env: { AWS_REGION: "us-east-1", TABLE_NAME: "usher" },
  });
  return JSON.parse(String(stdout));
}
