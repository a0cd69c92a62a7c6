import { setTimeout as wait } from "node:timers/promises";
import { synthesize } from "../../infra/local/synthesize.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { indexed } from "../../shared/table/schema.ts";
import { audit } from "../support/audit.ts";
import { close, lookedLast } from "../support/closing.ts";
import { aCustomer, type Person } from "../support/given.ts";
import { startHost } from "../support/host.ts";
import { startProcesses } from "./latency/processes.ts";
import { sampledTrace } from "./recorder.ts";
import { type Bench, p50, type Row, round } from "./result.ts";
import { copiesOf, createBare, nameOf } from "./things/bare.ts";

/** Our rate beside the faster of two bare ones, at least. */
const least = 0.7;
/** Pages of each end of a list that are compared. */
const pages = 40;
const atOnce = 500;
/** As many as an import sends. */
const requestsAtOnce = 4;

type Owned = { id: string; path: string; owner: Person };
type Host = Awaited<ReturnType<typeof startHost>>;

export const things: Bench = async ({ things: sizes }, say) => {
  const rows: Row[] = [];
  for (const size of sizes) {
    const host = await startHost({ count: { settle: 0 }, streamFaults: { seed: 1, lost: true } });
    const origins = { api: host.api, aws: host.aws, issuer: host.issuer };
    const processes = startProcesses(readTemplate(await synthesize(), origins), host.aws);
    try {
      rows.push(...(await measured(size, host, createBare(host, processes), say)));
    } finally {
      processes.stop();
      await host.end();
    }
  }
  return { title: "Things, beside the same items written and deleted bare", rows };
};

/** A customer with so many devices: made, listed, counted and deleted. */
async function measured(
  size: number,
  host: Host,
  bare: ReturnType<typeof createBare>,
  say: (line: string) => void,
): Promise<Row[]> {
  const { id, owner, path } = await aCustomer(host);
  const devices = `${path}/devices`;
  const first = await owner.post(devices, { name: nameOf(0) });
  const some = Math.min(size, 20_000);
  // Half before and half after: whatever slows the engine down hits both alike.
  const halves = await Promise.all(
    [0, 1].map((half) => copiesOf(host, first.body.id, some / 2, `bare-${half}`)),
  );
  const others = await Promise.all(
    [0, 1].map((half) => copiesOf(host, first.body.id, some / 2, `other-${half}`)),
  );
  const [early = [], late = []] = halves;
  const [sooner = [], later = []] = others;
  const batched = [await bare.putInBatches(early)];
  const transacted = [await bare.putInTransactions(sooner)];
  const { seconds, units, memory, last } = await madeInBulk(size, devices, owner, host, say);
  batched.push(await bare.putInBatches(late));
  transacted.push(await bare.putInTransactions(later));
  const rate = (size - 1) / seconds;
  const bareRates = [batched, transacted].map(([one = 0, other = 0]) => some / (one + other));
  const lists = await comparedPages(owner, devices, id, last, size, host);
  const closed = await closedIn({ id, path, owner }, host, say);
  const deleted = size / closed;
  const bareDeletes = [
    (early.length + late.length) / ((await bare.deleteEach(early)) + (await bare.deleteEach(late))),
    (sooner.length + later.length) /
      ((await bare.deleteInTransactions(sooner)) + (await bare.deleteInTransactions(later))),
  ];
  await audit(host);
  return [
    {
      what: `Making ${size.toLocaleString("en")}`,
      figures: {
        "items/s": round(rate, 0),
        "bare batches/s": round(bareRates[0] ?? 0, 0),
        "bare transactions/s": round(bareRates[1] ?? 0, 0),
        "write units each": round(units / (size - 1), 3),
        "host MB": round(memory, 0),
        "bare / ours": round(Math.max(...bareRates) / rate),
      },
      bar: { figure: "bare / ours", most: round(1 / least) },
    },
    { what: `Listing ${size.toLocaleString("en")}`, ...lists },
    {
      what: `Closing with ${size.toLocaleString("en")}`,
      figures: {
        "items/s": round(deleted, 0),
        "bare deletes/s": round(bareDeletes[0] ?? 0, 0),
        "bare transactions/s": round(bareDeletes[1] ?? 0, 0),
        "bare / ours": round((bareDeletes[0] ?? 0) / deleted),
        "transactions / ours": round((bareDeletes[1] ?? 0) / deleted),
      },
      bar: { figure: "bare / ours", most: round(1 / least) },
    },
  ];
}

/** The first page of a list and one at its end, by turns. */
async function comparedPages(
  owner: Person,
  devices: string,
  customer: string,
  last: string,
  size: number,
  host: Host,
) {
  const { nextCursor } = (await owner.get(devices)).body;
  const question = Buffer.from(nextCursor, "base64url").toString().slice(0, 8);
  const near = nameOf(size - 26)
    .toLowerCase()
    .replace(" ", "$");
  const place = { owner: customer, things: "devices", shard: "0", name: near, thing: last };
  const position = `${question}${indexed.thing(place).gsi1sk}`;
  const cursor = Buffer.from(position).toString("base64url");
  const ask = async (path: string) => {
    const { root, header } = sampledTrace();
    const began = performance.now();
    const answer = await owner.call("GET", path, { headers: { "x-amzn-trace-id": header } });
    if (answer.body.items?.length < 20) throw new Error(`a page of ${answer.body.items?.length}`);
    return { milliseconds: performance.now() - began, requests: host.measure(root).requests };
  };
  const [start, end] = [devices, `${devices}?cursor=${encodeURIComponent(cursor)}`];
  const times = { start: [] as number[], end: [] as number[] };
  let requests = { start: 0, end: 0 };
  for (let i = 0; i < pages; i++) {
    const [one, other] = [await ask(start), await ask(end)];
    times.start.push(one.milliseconds);
    times.end.push(other.milliseconds);
    requests = { start: one.requests, end: other.requests };
  }
  const began = performance.now();
  const { body } = await owner.get(devices.replace("/devices", "/things"));
  if (body.devices.count !== size) throw new Error(`counted ${body.devices.count} of ${size}`);
  return {
    figures: {
      "requests first page": requests.start,
      "requests last page": requests.end,
      "first p50 ms": round(p50(times.start), 1),
      "last p50 ms": round(p50(times.end), 1),
      "count ms": round(performance.now() - began, 1),
      "last / first": round(p50(times.end) / p50(times.start)),
    },
    bar: { figure: "last / first", most: 1.2 },
  };
}

/** Closes the customer; answers the seconds until all is deleted. */
async function closedIn(customer: Owned, host: Host, say: (line: string) => void) {
  const { owner } = customer;
  const { body } = await close(owner, customer);
  if (!body.id) throw new Error(JSON.stringify(body));
  // The sweep begins it, since the stream brings nothing here.
  host.move(120_000);
  await host.tick("Sweep");
  const began = performance.now();
  for (let next = 20_000; ; await wait(100)) {
    const { state, progress } = (await owner.get(`/v1/operations/${body.id}`)).body;
    if (state === "done") break;
    if (state !== "running") throw new Error(`the closing ${state}`);
    if (progress.done < next) continue;
    say(`${next} deleted`);
    next += 20_000;
  }
  const seconds = (performance.now() - began) / 1000;
  await lookedLast(host, owner, body.id);
  return seconds;
}

/** Makes all but the first, 500 a request, some requests at once. */
async function madeInBulk(
  size: number,
  devices: string,
  owner: Person,
  host: Host,
  say: (line: string) => void,
) {
  let units = 0;
  let memory = 0;
  let last = "";
  let next = 1;
  const began = performance.now();
  const send = async () => {
    for (let from = next; from < size; from = next) {
      const to = Math.min(from + atOnce, size);
      next = to;
      const names = Array.from({ length: to - from }, (_, i) => nameOf(from + i));
      const { root, header } = sampledTrace();
      const { status, body } = await owner.call("POST", `${devices}/bulk`, {
        body: { items: names.map((name) => ({ name })) },
        headers: { "x-amzn-trace-id": header },
      });
      if (status !== 200 || body.refused > 0) throw new Error(JSON.stringify(body).slice(0, 300));
      if (to === size) last = body.results.at(-1).id;
      units += host.measure(root).units.write;
      memory = Math.max(memory, process.memoryUsage().rss / 2 ** 20);
      if (from % 20_000 === 1) say(`${from} of ${size} made`);
    }
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, send));
  return { seconds: (performance.now() - began) / 1000, units, memory, last };
}
