import { setTimeout as wait } from "node:timers/promises";
import { audit } from "../support/audit.ts";
import { aCustomerBelow } from "../support/below.ts";
import { aCustomer, aCustomerOf, type Person } from "../support/given.ts";
import { startHost } from "../support/host.ts";
import { sampledTrace } from "./recorder.ts";
import { type Bench, p50, type Row, round } from "./result.ts";
import { fillTree } from "./tree/fill-tree.ts";

type Host = Awaited<ReturnType<typeof startHost>>;

/** A tree of customers eight levels deep: lists, checks at a leaf, and what a move near the root costs and begins. */
export const tree: Bench = async ({ customers }, say) => {
  const host = await startHost({ count: { settle: 120 } });
  try {
    const { id: top, path, owner } = await aCustomer(host);
    const { id: root } = await aCustomerBelow({ id: top }, owner);
    const other = await aCustomerOf(owner);
    const planted = await fillTree(host, { id: root, parentId: top }, owner, customers, say);
    const leaf = planted.at(-1)?.id as string;
    const list = await listed(host, owner, path);
    const before = await check(host, owner, leaf, "A check at a leaf", 2);
    const asked = { method: "POST", path: `/v1/customers/${root}/move` };
    const body = { parentId: other.id };
    const moved = await cost(host, owner, { ...asked, body });
    const next = await check(host, owner, leaf, "The next check", 3);
    const repair = await repaired(owner, moved.answer.operation);
    const after = await check(host, owner, leaf, "A check once paths are repaired", 2);
    await audit(host);
    const { answer: _, ...figures } = moved;
    const rows = [...list, before, { what: "A move near the root", figures }, next, repair, after];
    return { title: `${customers} customers eight levels deep`, rows };
  } finally {
    await host.end();
  }
};

/** Asks for something with its requests counted. */
async function cost(host: Host, by: Person, call: { method: string; path: string; body?: object }) {
  const { root, header } = sampledTrace();
  const headers = { "x-amzn-trace-id": header, "if-match": "*" };
  const { status, body } = await by.call(call.method, call.path, { body: call.body, headers });
  if (status !== 200) throw new Error(`${call.path}: ${status} ${JSON.stringify(body)}`);
  const { requests, waves, units } = host.measure(root);
  return { requests, waves, "read units": units.read, "write units": units.write, answer: body };
}

async function check(host: Host, by: Person, customer: string, what: string, most: number) {
  const questions = [{ customer, permission: "customer.view" }];
  const call = { method: "POST", path: "/v1/access/check", body: { questions } };
  const { answer, ...figures } = await cost(host, by, call);
  if (!answer.results[0].allowed) throw new Error("not allowed");
  return { what, figures, bar: { figure: "waves", most } };
}

/** The tree from its first page to its last. */
async function listed(host: Host, by: Person, path: string): Promise<Row[]> {
  const pages: number[] = [];
  let cursor = "";
  let found = 0;
  do {
    const url = `${path}/sub-customers?depth=8&limit=100${cursor}`;
    const began = performance.now();
    const { body } = await by.get(url);
    pages.push(performance.now() - began);
    found += body.items.length;
    cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : "";
  } while (cursor);
  const tenth = Math.ceil(pages.length / 10);
  const half = (some: number[]) => round(p50(some), 1);
  const last = await cost(host, by, {
    method: "GET",
    path: `${path}/sub-customers?depth=8&limit=100`,
  });
  const { answer: _, ...figures } = last;
  return [
    { what: "A page of 100 of the tree", figures },
    {
      what: `All ${found} by pages of 100`,
      figures: {
        "p50 ms at the start": half(pages.slice(0, tenth)),
        "p50 ms at the end": half(pages.slice(-tenth)),
      },
    },
  ];
}

/** Waits for the paths to be rewritten. */
async function repaired(by: Person, operation: string): Promise<Row> {
  for (;;) {
    const { body } = await by.get(`/v1/operations/${operation}`);
    if (body.state === "done") {
      const seconds = (Date.parse(body.doneAt) - Date.parse(body.startedAt)) / 1000;
      return { what: `Rewriting ${body.customers} paths`, figures: { seconds: round(seconds, 1) } };
    }
    await wait(500);
  }
}
