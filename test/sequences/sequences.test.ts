import fc from "fast-check";
import { test } from "vitest";
import { type Account, groups } from "./account.ts";
import { steps } from "./commands.ts";
import { aStage, send } from "./stage.ts";

/** Sequences to play; `.ci/run` asks for more. */
const sequences = Number(process.env.SEQUENCES ?? 15);
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

/** A customer of which nobody but its owner, an admin and an employee know yet. */
async function begin(minApprovals: number) {
  const real = await aStage();
  const model: Account = {
    ...{ disabled: new Set(), onProject: {}, places: [{ holder: "p0" }], custom: undefined },
    roles: { p0: new Set(["owner"]), p1: new Set(["admin"]), p2: new Set(["employee"]) },
    members: Object.fromEntries(groups.map((name) => [name, new Set<string>()])),
    ...{ minApprovals, hadTwo: false, requests: [] },
  };
  await Promise.all([
    send(real, "p0", { do: "give", principal: "p1", role: "admin" }),
    send(real, "p0", { do: "give", principal: "p2", role: "employee" }),
  ]);
  await send(real, "p0", { do: "ask for", minApprovals });
  return { model, real };
}

test(`does as the rules read, in ${sequences} sequences with the seed ${seed}`, {
  timeout: 10_000 + sequences * 10_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.commands(steps, { maxCommands: 24, size: "max" }),
      async (minApprovals, commands) => {
        const begun = await begin(minApprovals);
        await fc.asyncModelRun(async () => begun, commands);
      },
    ),
    { numRuns: sequences, seed },
  );
});
