import { indexed } from "../../shared/table/schema.ts";
import { aCustomer, type Person } from "../support/given.ts";
import { startHost } from "../support/host.ts";
import { sampledTrace } from "./recorder.ts";
import { type Bench, p50, type Row, round } from "./result.ts";
import { copiesOf, createBare, nameOf } from "./things/bare.ts";

/** Our rate beside the faster of two bare ones, at least. */
const least = 0.7;
/** Pages of each end of a list that are compared. */
const pages = 40;
const atOnce = 500;

type Host = Awaited<ReturnType<typeof startHost>>;

export const things: Bench = async ({ things: sizes }, say) => {
  const rows: Row[] = [];
  for (const size of sizes) {
    const host = await startHost({ count: { settle: 0 }, streamFaults: { seed: 1, lost: true } });
    try {
      rows.push(...(await measured(size, host, say)));
    } finally {
      await host.end();
    }
  }
  return { title: "Things, beside the same items written and deleted bare", rows };
};

/** A customer with so many devices: made, listed, counted and deleted. */
async function measured(size: number, host: Host, say: (line: string) => void): Promise<Row[]> {
  const { id, owner, path } = await aCustomer(host);
  const devices = `${path}/devices`;
  const first = await owner.post(devices, { name: nameOf(0) });
  const bare = createBare(host);
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
  let units = 0;
  let seconds = 0;
  let memory = 0;
  const ids: string[] = [first.body.id];
  for (let made = 1; made < size; made += atOnce) {
    const names = Array.from({ length: Math.min(atOnce, size - made) }, (_, i) => nameOf(made + i));
    const { root, header } = sampledTrace();
    const began = performance.now();
    const { status, body } = await owner.call("POST", `${devices}/bulk`, {
      body: { items: names.map((name) => ({ name })) },
      headers: { "x-amzn-trace-id": header },
    });
    seconds += (performance.now() - began) / 1000;
    if (status !== 200 || body.refused > 0) throw new Error(JSON.stringify(body).slice(0, 300));
    for (const result of body.results) ids.push(result.id);
    units += host.measure(root).units.write;
    memory = Math.max(memory, process.memoryUsage().rss / 2 ** 20);
    if (made % 20_000 === 1) say(`${made} of ${size} made`);
  }
  batched.push(await bare.putInBatches(late));
  transacted.push(await bare.putInTransactions(later));
  const rate = (size - 1) / seconds;
  const bareRates = [batched, transacted].map(([one = 0, other = 0]) => some / (one + other));
  const lists = await comparedPages(owner, devices, id, ids.at(-1) ?? "", size, host);
  const deleted = await deletedMany(owner, devices, ids, say);
  const bareDeletes = [
    (early.length + late.length) /
      ((await bare.deleteInBatches(early)) + (await bare.deleteInBatches(late))),
    (sooner.length + later.length) /
      ((await bare.deleteInTransactions(sooner)) + (await bare.deleteInTransactions(later))),
  ];
  const count = (await owner.get(`${path}/things`)).body.devices.count;
  if (count !== 0) throw new Error(`${count} are left`);
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
      what: `Deleting ${size.toLocaleString("en")}`,
      figures: {
        "items/s": round(deleted, 0),
        "bare batches/s": round(bareDeletes[0] ?? 0, 0),
        "bare transactions/s": round(bareDeletes[1] ?? 0, 0),
        "bare / ours": round(Math.max(...bareDeletes) / deleted),
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

/** Deletes them all, 500 at once; answers how many a second. */
async function deletedMany(
  owner: Person,
  devices: string,
  ids: string[],
  say: (l: string) => void,
) {
  let seconds = 0;
  for (let done = 0; done < ids.length; done += atOnce) {
    const body = { ids: ids.slice(done, done + atOnce) };
    const began = performance.now();
    const answer = await owner.post(`${devices}/bulk-delete`, body);
    seconds += (performance.now() - began) / 1000;
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    if (done % 20_000 === 0) say(`${done} of ${ids.length} deleted`);
  }
  return ids.length / seconds;
}
