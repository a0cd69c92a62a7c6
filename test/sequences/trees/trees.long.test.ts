import fc from "fast-check";
import { test } from "vitest";
import { begin, lookBack, steps } from "./commands.ts";

/** Sequences to play: `SEQUENCES=3000` for thousands. */
const sequences = Number(process.env.SEQUENCES ?? 4);

/** A failure says these three; given again, they play that one sequence. */
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const path = process.env.SEED_PATH ?? "";
const replayPath = process.env.REPLAY_PATH;

/** Milliseconds after which a failure is told as short as it has become until then. */
const limit = 600_000 + sequences * 60_000;

test(
  `does in trees of customers as the rules read, then and looking back, in ${sequences} sequences with the seed ${seed}`,
  { timeout: limit + 400_000 },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.commands(steps, {
          maxCommands: 40,
          size: "max",
          ...(replayPath && { replayPath }),
        }),
        async (commands) => {
          const begun = await begin();
          await fc.asyncModelRun(() => begun, commands);
          await lookBack(begun.real);
        },
      ),
      {
        numRuns: sequences,
        seed,
        path,
        interruptAfterTimeLimit: limit,
        markInterruptAsFailure: true,
      },
    ),
);
