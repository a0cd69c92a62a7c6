import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../infra/local/synthesize.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { audit } from "../support/audit.ts";
import { aCustomer, aMember } from "../support/given.ts";
import { createBareDeletes } from "./cascade/bare-deletes.ts";
import { fillBindings, fillProjects } from "./cascade/fill.ts";
import { startKillableHost } from "./cascade/killable-host.ts";
import { removeMember } from "./cascade/remove.ts";
import { surviveKills } from "./cascade/survive.ts";
import { startProcesses } from "./latency/processes.ts";
import { type Bench, type Row, round } from "./result.ts";

/** How much longer a cascade takes than bare deletes of as many items. */
const most = 1.5;

export const cascade: Bench = async ({ bindings }, say) => {
  const stateDir = mkdtempSync(join(tmpdir(), "usher-bench-"));
  const host = await startKillableHost(stateDir);
  const template = readTemplate(await synthesize(), host.at);
  const processes = startProcesses(template, host.at.aws);
  try {
    const customer = await aCustomer(host.at);
    const projects = await fillProjects(host.at, customer, bindings, say);
    const member = async () => {
      const person = await aMember(customer, ["employee"], host.at);
      await fillBindings(host.at, customer, person, projects, say);
      return person;
    };
    const [person, other] = [await member(), await member()];
    // Half before and half after: whatever slows the engine down hits both alike.
    const bare = createBareDeletes({ processes, customer, person: other, projects, say });
    const bareBefore = await bare(0, 0.5);
    const before = await host.look();
    const { seconds, removed } = await removeMember({ customer, person, say });
    const after = await host.look();
    const bareSeconds = bareBefore + (await bare(0.5, 1));
    const removal: Row = {
      what: `Removing ${removed} project bindings`,
      figures: {
        seconds: round(seconds, 1),
        "bare seconds": round(bareSeconds, 1),
        "requests each": round((after.requests - before.requests) / removed, 3),
        "worker MB": round(after.workerMB, 0),
        "host MB": round(after.hostMB, 0),
        ratio: round(seconds / bareSeconds),
      },
      bar: { figure: "ratio", most },
    };
    const some = { ...projects, projects: projects.projects.slice(0, bindings / 5) };
    const survival = await surviveKills({ host, customer, projects: some, say });
    await audit(host.at);
    return { title: "A cascade, beside as many bare deletes", rows: [removal, survival] };
  } finally {
    processes.stop();
    await host.end();
    rmSync(stateDir, { recursive: true, force: true });
  }
};
