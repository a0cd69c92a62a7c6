import { defineConfig } from "vitest/config";
import { LongFirst } from "./support/long-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/shared-host.ts"],
    testTimeout: 90_000,
    hookTimeout: 180_000,
    // Tests wait for mails and streams more than they work.
    maxWorkers: 3,
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
});
