import { newAddress, newId } from "../../support/api.ts";
import { aCustomer, theAdmin } from "../../support/given.ts";
import { importLines } from "../../support/imports.ts";
import { someThings } from "../../support/things.ts";
import type { Call, Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

const importing = async ({ at }: Scene, lines: readonly unknown[], query = ""): Promise<Call> => ({
  by: await theAdmin(at),
  method: "POST",
  path: `/v1/platform/imports${query}`,
  body: { lines },
});

const customer = () => ({ kind: "customer", data: { id: newId(), displayName: "Acme Limited" } });

async function member({ at }: Scene) {
  const { id } = await aCustomer(at);
  const roles = [{ role: "employee" }];
  return { kind: "member", data: { customer: id, email: newAddress(), roles } };
}

/** Devices of a customer that has some, as another system calls them. */
async function devices({ at }: Scene) {
  const there = await aCustomer(at);
  await someThings(there, "devices", ["There"]);
  return Array.from({ length: 24 }, (_, i) => ({
    kind: "thing",
    data: { customer: there.id, things: "devices", externalId: `meter-${i}`, name: `Meter ${i}` },
  }));
}

export const imports: Calls = {
  "imports.create of a customer": (scene) => importing(scene, [customer()]),
  "imports.create of a customer in a dry run": (scene) =>
    importing(scene, [customer()], "?dryRun=true"),
  "imports.create of a member": async (scene) => importing(scene, [await member(scene)]),
  "imports.create of 24 devices that are there": async (scene) => {
    const lines = await devices(scene);
    await importLines(lines, "", await theAdmin(scene.at));
    return importing(scene, lines);
  },
};
