import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { audit } from "../support/audit.ts";
import { close, lookedLast } from "../support/closing.ts";
import { aCustomer } from "../support/given.ts";
import { startHost } from "../support/host.ts";
import { createLimits } from "./partitions/limits.ts";
import { type Bench, type Row, round } from "./result.ts";
import { nameOf } from "./things/bare.ts";

/** Seconds that pass for the limits in one of ours: slow enough that the limits hold us up, not the machine. */
const speed = 1 / 20;
/** Partitions whose limit the writes of one customer reach together, at least. */
const least = 5;
const atOnce = 500;
const requestsAtOnce = 3;

type Limits = ReturnType<typeof createLimits>;

/** The things of one customer are made and deleted where each partition gives no more than on AWS. */
export const partitions: Bench = async ({ hot }, say) => {
  const host = await startHost({ streamFaults: { seed: 1, lost: true } });
  try {
    const customer = await aCustomer(host);
    const { owner, path } = customer;
    const limits = createLimits(speed);
    host.suffer(limits.faults);
    limits.begin();
    let refused = 0;
    let next = 0;
    const send = async () => {
      for (let from = next; from < hot; from = next) {
        next = Math.min(from + atOnce, hot);
        const items = Array.from({ length: next - from }, (_, i) => ({ name: nameOf(from + i) }));
        const key = randomUUID();
        for (;;) {
          const answer = await owner.post(
            `${path}/devices/bulk`,
            { items },
            { "idempotency-key": key },
          );
          if (answer.status === 200 && answer.body.refused === 0) break;
          refused += 1;
          await wait(1000);
        }
        say(`${from + items.length} of ${hot} made`);
      }
    };
    await Promise.all(Array.from({ length: requestsAtOnce }, send));
    const made = rowOf(`Making ${hot.toLocaleString("en")}`, limits, {
      "refused for now": refused,
    });
    const { count } = (await owner.get(`${path}/things`)).body.devices;
    if (count !== hot) throw new Error(`${count} of ${hot} are there`);
    limits.begin();
    const { body } = await close(owner, customer);
    host.move(120_000);
    await host.tick("Sweep");
    for (let next = atOnce; ; await wait(1_000)) {
      const { status, body: seen } = await owner.get(`/v1/operations/${body.id}`);
      if (seen.state === "done") break;
      if (status < 500 && seen.state !== "running") throw new Error(`the closing ${seen.state}`);
      if (!(seen.progress?.done >= next)) continue;
      say(`${seen.progress.done} of ${hot} deleted`);
      next = seen.progress.done + atOnce;
    }
    const deleted = rowOf(`Closing with ${hot.toLocaleString("en")}`, limits, {});
    host.suffer();
    await lookedLast(host, owner, body.id);
    await audit(host);
    return {
      title: "One hot customer, with 1,000 writes and 3,000 reads a second of each partition",
      rows: [made, deleted],
    };
  } finally {
    await host.end();
  }
};

function rowOf(what: string, limits: Limits, more: Record<string, number>): Row {
  const { units, throttled, seconds } = limits.count();
  const partitions = units / seconds / 1000;
  return {
    what,
    figures: {
      "seconds on that clock": round(seconds),
      "write units": units,
      "partitions' worth": round(partitions, 1),
      "throttled requests": throttled,
      ...more,
      [`${least} / ours`]: round(least / partitions),
    },
    bar: { figure: `${least} / ours`, most: 1 },
  };
}
