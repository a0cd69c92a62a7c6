import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keys } from "../shared/table/schema.ts";
import type { Call } from "./bench/call.ts";
import { calls } from "./bench/calls.ts";
import type { Scene } from "./bench/scene.ts";
import { aScene, endpoints, expectRefusal } from "./support/endpoints.ts";
import { startHost } from "./support/host.ts";
import { oneIn } from "./support/sample.ts";
import { seed } from "./support/seed.ts";
import { expectConsistent, storedOf, tally } from "./support/stored.ts";
import { tableOf } from "./support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
let scene: Scene;
beforeAll(async () => {
  host = await startHost({ streamFaults: { seed: 1, lost: true } });
  scene = await aScene(host);
  host.suffer(frozen);
});
afterAll(() => host.end());

type Faults = NonNullable<Parameters<typeof host.suffer>[0]>;
type Request = Parameters<Faults>[0];

/** Nothing that the clock starts gets at the table: what is stored changes by requests alone. */
const frozen: Faults = ({ functionId }) =>
  /^(Mailer|Scheduled)/.test(functionId) ? { error: "AccessDeniedException" } : undefined;

async function send({ by, method, path, body, headers }: Call) {
  const root = `1-65000000-${randomBytes(12).toString("hex")}`;
  const trace = { "x-amzn-trace-id": `Root=${root}` };
  const answer = await by.call(method, path, { body, headers: { ...headers, ...trace } });
  const asked = host.measure(`Root=${root}`).calls.map(({ operation }) => operation);
  return { answer, asked };
}

/** Brings bad luck to one request to the table, the k-th from now on, as often as it is tried. */
function bringBadLuck(k: number, times: number, luck: ReturnType<Faults>) {
  let seen = 0;
  let struck: string | undefined;
  let left = times;
  const same = ({ operation, input }: Request) => JSON.stringify([operation, input]);
  host.suffer((request) => {
    if (request.service !== "dynamodb" || frozen(request)) return frozen(request);
    if (seen++ === k) struck = same(request);
    if (struck !== same(request) || left === 0) return undefined;
    left--;
    return luck;
  });
}

const customerOf = ({ path, body }: Call) =>
  /c-[a-z0-9]+-\d+/.exec(`${path} ${JSON.stringify(body)}`)?.[0] as string;

const lucks = {
  "fails, however often it is tried": [3, { error: "InternalServerError" }],
  "is done, and its answer lost": [1, { lose: "answer" }],
  "is done, and every answer lost": [3, { lose: "answer" }],
} as const;

const flows = [
  "customers.create",
  "invitations.create",
  "invitations.bulk of 19",
  "invitations.revoke",
  "invitations.accept by somebody new",
  "invitations.accept by a user",
  "members.grantRole to somebody new",
  "members.remove",
  "projects.delete",
  "projectMembers.grantRole",
];

const prepared = async (flow: string): Promise<Call> => {
  const call = await calls[flow]?.(scene);
  if (!call) throw new Error(`nobody calls ${flow}`);
  await call.by.get("/v1/me");
  return call;
};

/** What a request does that has no bad luck, and what it asks of the table. */
async function smoothly(flow: string) {
  const call = await prepared(flow);
  const { answer, asked } = await send(call);
  const items = await storedOf(customerOf(call), host);
  expectConsistent(items, new Date());
  return { status: answer.status, asked, left: tally(items) };
}

/** A second time some requests have nothing left to do, and say so. */
const again = (status: number, flow: string) =>
  /remove/.test(flow) ? [status, 404] : /delete/.test(flow) ? [status, 404] : [status];

/** What may happen to each request. A read whose answer is lost is read again: nothing is done twice. */
const mishaps = (asked: readonly string[]) =>
  Object.entries(lucks).flatMap(([what, [times, luck]]) =>
    [...asked.entries()]
      .filter(([, operation]) => !("lose" in luck && /Get|Query/.test(operation)))
      .map(([k, operation]) => ({ what, times, luck, k, operation })),
  );

test.each(flows)(
  `%s survives bad luck at each of its requests to the table (TEST_SEED=${seed})`,
  async (flow) => {
    const smooth = await smoothly(flow);
    expect(smooth.asked).not.toEqual([]);
    for (const { what, times, luck, k, operation } of oneIn(2, mishaps(smooth.asked), flow)) {
      const call = await prepared(flow);
      bringBadLuck(k, times, luck);
      const { answer } = await send(call);
      host.suffer(frozen);
      expectConsistent(await storedOf(customerOf(call), host), new Date());
      const at = `request ${k + 1}, ${operation}, ${what}`;
      if (answer.status !== smooth.status) {
        expect([answer.status, answer.body.code], at).toEqual([503, "unavailable"]);
        expect(Number(answer.headers.get("retry-after")), at).toBeGreaterThan(0);
        const retried = await send(call);
        expect(again(smooth.status, flow), at).toContain(retried.answer.status);
      }
      expect(tally(await storedOf(customerOf(call), host)), at).toEqual(smooth.left);
    }
  },
);

test("a transaction that is still under way is asked after, and not written anew", async () => {
  const { headers: _, ...call } = await prepared("customers.create");
  let seen = 0;
  host.suffer((request) => {
    if (request.operation !== "TransactWriteItems") return frozen(request);
    seen++;
    if (seen === 1) return { lose: "answer" };
    return seen < 4 ? { error: "TransactionInProgressException" } : undefined;
  });
  const { answer } = await send(call);
  host.suffer(frozen);
  expect([answer.status, seen]).toEqual([201, 4]);
});

/** Loses the first answer to a request of some kind. */
function loseFirst(kind: string) {
  let seen = 0;
  host.suffer((request) =>
    request.operation === kind && seen++ === 0 ? { lose: "answer" } : frozen(request),
  );
}

test.each([10, 999])(
  "what is counted for a request after %i others counts once, though the answer to that is lost",
  async (n) => {
    const call = await prepared("invitations.create");
    const window = new Date().toISOString().slice(0, 10);
    const caller = (await call.by.get("/v1/me")).body.id;
    const key = keys.rate({ caller, what: "invitations", window });
    await tableOf(host).put({ ...key, kind: "rate", n });
    loseFirst("UpdateItem");
    const { answer, asked } = await send(call);
    host.suffer(frozen);
    expect(asked.filter((operation) => operation === "UpdateItem")).toHaveLength(2);
    expect([answer.status, (await tableOf(host).get(key))?.n]).toEqual([201, n + 1]);
  },
);

test("a bulk takes what it has put itself for its own, though the answer to that is lost", async () => {
  const flow = "invitations.bulk of 19";
  const { asked } = await send(await prepared(flow));
  const call = await prepared(flow);
  loseFirst("PutItem");
  const unlucky = await send(call);
  host.suffer(frozen);
  expect([...unlucky.asked].sort()).toEqual([...asked, "PutItem"].sort());
  expect(unlucky.answer.headers.get("idempotent-replayed")).toBeNull();
});

/** Turns away the whole of so many batches, as a busy partition does. */
function leaveOver(times: number) {
  let left = times;
  host.suffer((request) => {
    const { RequestItems } = request.input as { RequestItems?: unknown };
    if (request.operation !== "BatchGetItem" || left-- <= 0) return frozen(request);
    return { reply: { Responses: {}, UnprocessedKeys: RequestItems } };
  });
}

test("asks again for what the table leaves over of a batch, and not for ever", async () => {
  const call = await prepared("customers.get with two owners");
  const { answer: smooth } = await send(call);
  expect(smooth.status).toBe(200);
  leaveOver(4);
  expect((await send(call)).answer.body).toEqual(smooth.body);
  leaveOver(100);
  const { answer } = await send(call);
  host.suffer(frozen);
  expect([answer.status, answer.body.code]).toEqual([503, "unavailable"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});

const ofJson = endpoints.filter(({ contract }) => contract.media === undefined);
const some = ofJson.filter(({ name }) => ["customers.get", "invitations.create"].includes(name));

test.each([
  ["answers nothing", { lose: "answer" }, oneIn(3, ofJson, "silence")],
  ["is out of order", { error: "InternalServerError" }, some],
  ["is overrun", { error: "ProvisionedThroughputExceededException" }, some],
  ["never answers", new Promise<undefined>(() => {}), some],
] as const)(
  `asks to come back while the table %s, and nothing is lost (TEST_SEED=${seed})`,
  async (_, fault, asked) => {
    const calls = [];
    for (const one of asked) calls.push({ ...one, call: await one.make(scene) });
    host.suffer(({ service }) => (service === "dynamodb" ? fault : undefined));
    const refused = calls.map(async ({ name, contract, call }) => {
      const { answer } = await send(call);
      expect.soft([name, answer.status, answer.body.code]).toEqual([name, 503, "unavailable"]);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
      expectRefusal(answer, contract);
    });
    await Promise.all(refused);
    host.suffer(frozen);
    for (const { name, contract, call } of calls) {
      const { answer } = await send(call);
      const good = call.status ?? contract.status ?? (contract.returns ? 200 : 204);
      expect.soft([name, answer.status]).toEqual([name, good]);
    }
  },
);
