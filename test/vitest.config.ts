import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/shared-host.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Tests wait for mails and streams more than they work.
    maxWorkers: 5,
    isolate: false,
  },
});
