import { defineConfig } from "vitest/config";
import { LongFirst } from "./support/long-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/shared-host.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000, interval: 80 } },
    // Tests wait for mails and streams more than they work.
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
});
