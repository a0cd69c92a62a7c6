import { isDeepStrictEqual } from "node:util";
import { receiptOf } from "../../../shared/table/receipts.ts";
import { keys } from "../../../shared/table/schema.ts";
import { aMember, type Person } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";
import { type Row, round } from "../result.ts";
import { type Customer, grant } from "../scene.ts";
import { type Filled, fillBindings } from "./fill.ts";
import type { KillableHost } from "./killable-host.ts";
import { removeMember } from "./remove.ts";

interface Surviving {
  host: KillableHost;
  customer: Customer;
  projects: Filled;
  say: (line: string) => void;
}

/** Kills the host and then the worker during a cascade; answers what it forgot and what it took too much: nothing. */
export async function surviveKills({ host, customer, projects, say }: Surviving): Promise<Row> {
  const { at, killWorker, killHost } = host;
  const [person, bystander] = [await member(), await member()];
  const untouched = await heldBy(bystander);
  const last = projects.projects.at(-1) as Filled["projects"][number];
  const blows = [killHost, killWorker, killWorker];
  let killed = -1;

  async function member(): Promise<Person> {
    const somebody = await aMember(customer, ["employee"], at);
    await fillBindings(at, customer, somebody, projects, say);
    return somebody;
  }
  /** Projects and the roles on them; what else a binding tells is brought up to date meanwhile. */
  async function heldBy({ id: principal }: Person) {
    const { pk } = keys["customer binding"]({ principal, customer: customer.id });
    const items = await tableOf(at).partition(pk);
    return items.flatMap(({ project, roles }) => (project ? [{ project, roles }] : []));
  }
  /** Access granted after the removal is not for the cascade to take. */
  async function grantAnew() {
    const path = `${customer.path}/members/${person.id}/roles/employee`;
    const { status } = await customer.owner.put(path);
    const again = await grant(customer, `${customer.path}/projects/${last.id}`, person);
    if (status !== 200 || again.status !== 200) throw new Error("not granted again");
  }

  const began = performance.now();
  const { id } = await removeMember({
    customer,
    person,
    say,
    meanwhile: async (removed) => {
      const share = (removed / projects.projects.length) * (blows.length + 1);
      if (killed >= 0 && share < killed + 1) return;
      await (killed < 0 ? grantAnew() : blows[killed]?.());
      killed += 1;
      say(`${removed} removed, killed ${killed} times`);
    },
  });
  const seconds = (performance.now() - began) / 1000;

  const receipt = await tableOf(at).partition(keys.operation({ operation: id }).pk);
  const pages = receipt.filter(({ kind }) => kind === "receipt");
  const removed = pages.flatMap((page) => receiptOf(page).items as { project?: string }[]);
  const listed = new Set(removed.map(({ project }) => project));
  const wanted = [...projects.projects, projects.model].filter(({ id }) => id !== last.id);
  const left = await heldBy(person);
  const hasLast = left.some(({ project }) => project === last.id);
  const same = isDeepStrictEqual(await heldBy(bystander), untouched);
  return {
    what: `The same for ${wanted.length}, killed ${killed} times`,
    figures: {
      seconds: round(seconds, 1),
      "left over": left.length - (hasLast ? 1 : 0),
      "not in the receipt": wanted.filter((project) => !listed.has(project.id)).length,
      "taken too much": (hasLast ? 0 : 1) + (same ? 0 : 1) + removed.length - listed.size,
    },
  };
}
