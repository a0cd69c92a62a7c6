import fc from "fast-check";
import { test } from "vitest";
import { type Account, groups } from "./account.ts";
import { steps } from "./commands.ts";
import { aStage, lookBack, send } from "./stage.ts";

/** Sequences to play; `.ci/run` asks for more, and `SEQUENCES=3000` for thousands. */
const sequences = Number(process.env.SEQUENCES ?? 15);

/** A failure says these three; given again, they play that one sequence. */
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const path = process.env.SEED_PATH ?? "";
const replayPath = process.env.REPLAY_PATH;

/** Milliseconds after which a failure is told as short as it has become until then. */
const limit = 600_000 + sequences * 60_000;

/** A customer with an owner, an admin and a group of employees, where so many have to agree. */
async function begin(minApprovals: number) {
  const real = await aStage();
  const model: Account = {
    disabled: new Set(),
    onProject: {},
    places: [{ holder: "p0" }],
    custom: undefined,
    roles: { p0: new Set(["owner"]), p1: new Set(["admin"]), g0: new Set(["employee"]) },
    members: Object.fromEntries(groups.map((name) => [name, new Set<string>()])),
    minApprovals,
    hadTwo: false,
    requests: [],
  };
  model.members.g0?.add("p2");
  await Promise.all([
    send(real, "p0", { do: "give", principal: "p1", role: "admin" }),
    send(real, "p0", { do: "give", principal: "g0", role: "employee" }),
    send(real, "p0", { do: "join", group: "g0", person: "p2" }),
  ]);
  await send(real, "p0", { do: "ask for", minApprovals });
  return { model, real };
}

test(
  `does as the rules read, then and looking back, in ${sequences} sequences with the seed ${seed}`,
  { timeout: limit + 400_000 },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.commands(steps, {
          maxCommands: 30,
          size: "max",
          ...(replayPath && { replayPath }),
        }),
        async (minApprovals, commands) => {
          const begun = await begin(minApprovals);
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
