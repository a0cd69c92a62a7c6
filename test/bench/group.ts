import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { audit } from "../support/audit.ts";
import { aCustomer, aGroup, aMember, aPerson, aProject } from "../support/given.ts";
import { until } from "../support/inbox.ts";
import { tableOf } from "../support/table.ts";
import { type KillableHost, startKillableHost } from "./cascade/killable-host.ts";
import { multiply } from "./cascade/multiply.ts";
import { removeMember } from "./cascade/remove.ts";
import { type Bench, type Row, round } from "./result.ts";
import { type Customer, grant } from "./scene.ts";

/** What a change of a group began looks once more after this. */
const lastLookAfter = 70_000;

/** The removal of a large group from a customer: who has access by it alone loses it and everybody else keeps it. */
export const group: Bench = async ({ members }, say) => {
  const rows: Row[] = [];
  for (const count of members) rows.push(await removalOf(count, say));
  return {
    title: "The removal of a group, a quarter of it with access in each of four ways",
    rows,
  };
};

async function removalOf(count: number, say: (line: string) => void): Promise<Row> {
  const stateDir = mkdtempSync(join(tmpdir(), "usher-bench-"));
  const host = await startKillableHost(stateDir);
  try {
    const customer = await aCustomer(host.at);
    const { id } = await aCrowd(host, customer, count);
    say(`${count} members are there`);
    const before = await host.look();
    const { seconds, removed } = await removeMember({ customer, person: { id }, say });
    const after = await host.look();
    await audit(host.at);
    const items = await tableOf(host.at).all();
    const letters = items.filter(({ kind, through }) => kind === "letter" && through === id);
    return {
      what: `Removing a group of ${count}`,
      figures: {
        seconds: round(seconds, 1),
        "requests each": round((after.requests - before.requests) / count, 3),
        "write units each": round((after.written - before.written) / count, 2),
        "worker MB": round(after.workerMB, 0),
        "host MB": round(after.hostMB, 0),
        bindings: removed,
        letters: letters.length,
      },
    };
  } finally {
    await host.end();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** A group with a customer role. Of its members a quarter has nothing else, a quarter a project role of their own, a quarter a customer role, and a quarter is in another group. */
async function aCrowd({ at, move }: KillableHost, customer: Customer, count: number) {
  const [crowd, second] = [
    await aGroup(customer, ["employee"]),
    await aGroup(customer, ["employee"]),
  ];
  await move(lastLookAfter);
  const isAtRest = async () => (await tableOf(at).all()).every(({ kind }) => kind !== "task");
  await until(isAtRest, "the end of what the groups began");
  const people = [
    await aPerson(undefined, at),
    await aPerson(undefined, at),
    await aMember(customer, ["employee"], at),
    await aPerson(undefined, at),
  ] as const;
  const project = await aProject(customer);
  const places = people.map(({ id }) => `${crowd.path}/members/${id}`);
  for (const place of [...places, `${second.path}/members/${people[3].id}`])
    await customer.owner.put(place);
  await grant(customer, project.path, people[1]);
  // Whoever is copied must be found already wherever the copies are to be found.
  await audit(at);
  for (const person of people) await multiply(at, person, count / 4 - 1);
  return crowd;
}
