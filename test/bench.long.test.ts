import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { Result } from "./bench/result.ts";

/** As few of everything as each part can do with. */
const few = {
  runs: "1",
  only: "me.get",
  imports: "1",
  bindings: "40",
  members: "8",
  customers: "70",
  people: "40",
  things: "60",
  hot: "40",
};

/** The figures of each part, by which runs are compared. */
const promised: Record<string, string[]> = {
  bundles: ["whole KB", "start KB", "start KB gzip", "size ratio", "import ms", "ratio"],
  latency: ["handler ms", "bare ms", "ratio"],
  cascade: [
    "seconds",
    "bare seconds",
    "requests each",
    "worker MB",
    "host MB",
    "ratio",
    "left over",
    "not in the receipt",
    "taken too much",
  ],
  closing: [
    "ms until access ends",
    "seconds",
    "bindings a second",
    "requests each",
    "write units each",
    "worker MB",
    "host MB",
    "p50 s",
    "p95 s",
    "most s",
    "left over",
  ],
  group: [
    "seconds",
    "requests each",
    "write units each",
    "worker MB",
    "host MB",
    "bindings",
    "letters",
  ],
  search: [
    "requests",
    "read units",
    "p50 ms",
    "p99 ms",
    "same bare",
    "query p50",
    "query p99",
    "ratio",
    "p99 ratio",
  ],
  things: [
    "items/s",
    "bare batches/s",
    "bare transactions/s",
    "write units each",
    "host MB",
    "bare / ours",
    "requests first page",
    "requests last page",
    "first p50 ms",
    "last p50 ms",
    "count ms",
    "last / first",
    "bare deletes/s",
    "transactions / ours",
  ],
  tree: [
    "requests",
    "waves",
    "read units",
    "write units",
    "p50 ms at the start",
    "p50 ms at the end",
    "seconds",
  ],
  partitions: [
    "seconds on that clock",
    "write units",
    "partitions' worth",
    "throttled requests",
    "refused for now",
    "5 / ours",
  ],
};

/** Every part that writes ends with an audit of the whole table, which fails it. How long anything takes is not looked at. */
test("every part of the benchmark comes to its end, with the figures that it is for", async () => {
  const folder = mkdtempSync(join(tmpdir(), "usher-bench-"));
  try {
    const to = join(folder, "bench.json");
    const set = Object.entries({ ...few, to }).flatMap(([name, value]) => [`--${name}`, value]);
    const run = spawn(process.execPath, [join(import.meta.dirname, "bench/main.ts"), ...set]);
    const said = Promise.all([text(run.stdout), text(run.stderr)]);
    const [code] = await once(run, "close");
    expect(code, (await said).join("\n")).toBe(0);
    const found: Record<string, Result> = JSON.parse(readFileSync(to, "utf8"));
    const figures = Object.entries(found).map(([part, { rows }]) => {
      const names = rows.flatMap((row) => Object.keys(row.figures));
      return [part, [...new Set(names)]] as const;
    });
    expect(Object.fromEntries(figures)).toEqual(promised);
    for (const { rows } of Object.values(found))
      for (const row of rows)
        for (const [name, figure] of Object.entries(row.figures))
          expect(figure, `${row.what}: ${name}`).toEqual(expect.any(Number));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 600_000);
