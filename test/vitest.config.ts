import { defineConfig } from "vitest/config";
import { LongFirst } from "./support/long-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/shared-host.ts"],
    testTimeout: 900_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 300_000, interval: 80 } },
    // Tests wait for mails and streams more than they work.
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
});
