import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { audit } from "../support/audit.ts";
import { leftOf } from "../support/closing.ts";
import { aCustomer } from "../support/given.ts";
import { until } from "../support/inbox.ts";
import { tableOf } from "../support/table.ts";
import { type KillableHost, startKillableHost } from "./cascade/killable-host.ts";
import { closeCustomer } from "./closing/close.ts";
import { fillCustomer } from "./closing/fill-customer.ts";
import { createMailWatch } from "./closing/mail-watch.ts";
import { type Bench, p50, percentile, type Row, round } from "./result.ts";

/** Seconds that a mail to somebody else takes meanwhile, in the middle. */
const mailMost = 2;

/** Waits until every closing has looked the last time. */
const lastLooks = ({ at, sweep }: KillableHost) =>
  until(async () => {
    await sweep();
    const items = await tableOf(at).all();
    const isOver = items.every(({ kind, task }) => kind !== "task" || task !== "closing");
    // Reading the whole table again and again would hold up what it waits for.
    if (!isOver) await wait(1_000);
    return isOver;
  }, "the last looks");

/** Closes a customer with many bindings, then one with a fifth of them that is killed, while another customer invites people. */
export const closing: Bench = async ({ bindings }, say) => {
  const stateDir = mkdtempSync(join(tmpdir(), "usher-bench-"));
  const host = await startKillableHost(stateDir);
  try {
    const customer = await fillCustomer(host.at, bindings, say);
    const watch = createMailWatch(host.at, await aCustomer(host.at));
    const before = await host.look();
    const { accessEnded, seconds } = await closeCustomer({
      host,
      customer,
      say,
      meanwhile: watch.invite,
    });
    const after = await host.look();
    const mails = await watch.ended();
    const requests = after.requests - before.requests;
    const rows: Row[] = [
      {
        what: `Closing a customer with ${bindings} bindings`,
        figures: {
          "ms until access ends": round(accessEnded, 0),
          seconds: round(seconds, 1),
          "bindings a second": round(bindings / seconds, 0),
          "requests each": round(requests / bindings, 3),
          "write units each": round((after.written - before.written) / bindings, 2),
          "worker MB": round(after.workerMB, 0),
          "host MB": round(after.hostMB, 0),
        },
      },
      {
        what: `Mails of another customer meanwhile: ${mails.length}`,
        figures: {
          "p50 s": round(p50(mails)),
          "p95 s": round(percentile(mails, 0.95)),
          "most s": round(Math.max(...mails)),
        },
        bar: { figure: "p50 s", most: mailMost },
      },
    ];
    const fifth = await fillCustomer(host.at, Math.ceil(bindings / 5), say);
    const blows = [host.killHost, host.killWorker, host.killWorker];
    const killed = await closeCustomer({ host, customer: fifth, say, blows });
    await host.move(65_000);
    await lastLooks(host);
    const left = await Promise.all([customer, fifth].map(({ id }) => leftOf(host.at, id)));
    await audit(host.at);
    rows.push({
      what: `Closing one with a fifth of them, killed ${killed.blows} times`,
      figures: { seconds: round(killed.seconds, 1), "left over": left.flat().length },
      bar: { figure: "left over", most: 0 },
    });
    return { title: "Closing a customer, while another one invites people", rows };
  } finally {
    await host.end();
    rmSync(stateDir, { recursive: true, force: true });
  }
};
